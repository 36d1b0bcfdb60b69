"""Reads registers with pymodbus and prints them as hex words, one request a line.

usage: pymodbus_read.py tcp PORT | rtu DEVICE BAUD | ascii DEVICE BAUD | rtuovertcp PORT, then UNIT,FUNCTION,START,COUNT ...
"""
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient
try:
    from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer
except ImportError:
    from pymodbus.framer.ascii_framer import ModbusAsciiFramer
    from pymodbus.framer.rtu_framer import ModbusRtuFramer

kind = sys.argv[1]
if kind == "tcp":
    client, rest = ModbusTcpClient("127.0.0.1", port=int(sys.argv[2]), timeout=5), sys.argv[3:]
elif kind == "rtuovertcp":
    client, rest = ModbusTcpClient("127.0.0.1", port=int(sys.argv[2]), timeout=5, framer=ModbusRtuFramer), sys.argv[3:]
else:
    client = ModbusSerialClient(
        sys.argv[2], framer=ModbusAsciiFramer if kind == "ascii" else ModbusRtuFramer, baudrate=int(sys.argv[3]), bytesize=8, parity="N", stopbits=1, timeout=5)
    rest = sys.argv[4:]

if not client.connect():
    sys.exit("no connection")
for ask in rest:
    unit, function, start, count = (int(part, 0) for part in ask.split(","))
    read = client.read_input_registers if function == 4 else client.read_holding_registers
    reply = read(start, count, slave=unit)
    code = getattr(reply, "exception_code", None)
    if code is not None:
        print(f"exception {code}")
    elif reply.isError():
        print(f"error {reply}")
    else:
        print("".join(f"{word:04X}" for word in reply.registers))
client.close()
