// Serves 64 coils and discrete inputs (every third one on) and registers n = 1000 + n over Modbus TCP.
// usage: serve.js modbus-serial|jsmodbus PORT
"use strict";
const [, , program, port] = process.argv;
const words = Array.from({ length: 200 }, (_, n) => 1000 + n);
const bits = Array.from({ length: 64 }, (_, n) => n % 3 === 0);

// What modbus-serial's handlers throw becomes this exception.
const within = (list, at) => {
  if (at >= list.length) throw { modbusErrorCode: 2 };
  return list[at];
};

if (program === "modbus-serial") {
  const { ServerTCP } = require("modbus-serial");
  const server = new ServerTCP({
    getInputRegister: (at) => within(words, at),
    getHoldingRegister: (at) => within(words, at),
    getCoil: (at) => within(bits, at),
    getDiscreteInput: (at) => within(bits, at),
    setRegister: (at, value) => { words[at] = value; },
    setCoil: (at, value) => { bits[at] = value; },
    readDeviceIdentification: () => ({ 0x00: "Example Works", 0x01: "EW-7", 0x02: "1.2" }),
  }, { host: "127.0.0.1", port: Number(port), unitID: 1 });
  server.on("initialized", () => console.log("ready"));
} else {
  const net = require("net");
  const { server: servers } = require("jsmodbus");
  const holding = Buffer.alloc(words.length * 2), packed = Buffer.alloc(8);
  words.forEach((word, n) => holding.writeUInt16BE(word, 2 * n));
  bits.forEach((bit, n) => { if (bit) packed[n >> 3] |= 1 << (n & 7); });
  const socket = new net.Server();
  new servers.TCP(socket, { holding, input: Buffer.from(holding), coils: packed, discrete: Buffer.from(packed) });
  socket.listen(Number(port), "127.0.0.1", () => console.log("ready"));
}
