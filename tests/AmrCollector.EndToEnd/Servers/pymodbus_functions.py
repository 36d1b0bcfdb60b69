"""Serves every function pymodbus has, for unit 1: 64 coils and discrete inputs (every third one on), registers n = 1000 + n.

usage: pymodbus_functions.py tcp PORT | rtuovertcp PORT | rtu DEVICE | ascii DEVICE
"""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartSerialServer, StartTcpServer
try:
    from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer
except ImportError:
    from pymodbus.framer.ascii_framer import ModbusAsciiFramer
    from pymodbus.framer.rtu_framer import ModbusRtuFramer


def block(values):
    return ModbusSequentialDataBlock(0, list(values))


bits, words = [n % 3 == 0 for n in range(64)], [1000 + n for n in range(200)]
unit = ModbusSlaveContext(co=block(bits), di=block(bits), hr=block(words), ir=block(words), zero_mode=True)
context = ModbusServerContext(slaves={1: unit}, single=False)
identity = ModbusDeviceIdentification()
identity.VendorName, identity.ProductCode, identity.MajorMinorRevision = "Example Works", "EW-7", "1.2"
identity.VendorUrl, identity.ProductName, identity.ModelName = "none", "Seven", "EW seven"
kind, place = sys.argv[1], sys.argv[2]
print("ready", flush=True)
if kind == "tcp":
    StartTcpServer(context=context, identity=identity, address=("127.0.0.1", int(place)), ignore_missing_slaves=True)
elif kind == "rtuovertcp":
    StartTcpServer(context=context, identity=identity, address=("127.0.0.1", int(place)), framer=ModbusRtuFramer, ignore_missing_slaves=True)
else:
    StartSerialServer(
        context=context, identity=identity, framer=ModbusAsciiFramer if kind == "ascii" else ModbusRtuFramer, port=place,
        baudrate=9600, bytesize=8, parity="N", stopbits=1, timeout=0.05, ignore_missing_slaves=True)
