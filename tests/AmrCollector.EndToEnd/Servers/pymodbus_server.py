"""Serves registers with pymodbus: holding and input hold the same, from register 0 on, for unit 1.

usage: pymodbus_server.py tcp PORT | rtu DEVICE, then values such as u16=65535 u32/CDAB=305419896 f32/ABCD=1240.5
"""
import struct
import sys

from pymodbus.constants import Endian
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.payload import BinaryPayloadBuilder
from pymodbus.server import StartSerialServer, StartTcpServer
try:
    from pymodbus.transaction import ModbusRtuFramer
except ImportError:
    from pymodbus.framer.rtu_framer import ModbusRtuFramer

FORMS = {"u16": ">H", "s16": ">h", "u32": ">I", "s32": ">i", "u64": ">Q", "s64": ">q", "f32": ">f", "f64": ">d"}


def registers(text):
    """The registers of one value; pymodbus' own encoder where it offers the order."""
    name, value = text.split("=")
    kind, order = (name.split("/") + ["ABCD"])[:2]
    number = float(value) if kind[0] == "f" else int(value)
    if kind == "f32" and order in ("ABCD", "CDAB"):
        builder = BinaryPayloadBuilder(byteorder=Endian.Big, wordorder=Endian.Big if order == "ABCD" else Endian.Little)
        builder.add_32bit_float(number)
        return builder.to_registers()
    straight = struct.pack(FORMS[kind], number)
    if len(straight) == 4:
        straight = bytes(straight["ABCD".index(letter)] for letter in order)
    return list(struct.unpack(f">{len(straight) // 2}H", straight))


words = [word for text in sys.argv[3:] for word in registers(text)]
unit = ModbusSlaveContext(
    hr=ModbusSequentialDataBlock(0, list(words)), ir=ModbusSequentialDataBlock(0, list(words)), zero_mode=True)
context = ModbusServerContext(slaves={1: unit}, single=False)
print("ready", flush=True)
if sys.argv[1] == "tcp":
    StartTcpServer(context=context, address=("127.0.0.1", int(sys.argv[2])), ignore_missing_slaves=True)
else:
    StartSerialServer(
        context=context, framer=ModbusRtuFramer, port=sys.argv[2], baudrate=9600, bytesize=8, parity="N", stopbits=1,
        timeout=0.05, ignore_missing_slaves=True)
