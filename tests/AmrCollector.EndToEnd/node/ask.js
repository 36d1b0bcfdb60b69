// Asks a Modbus TCP server and prints one line an answer.
// usage: ask.js modbus-serial|jsmodbus PORT UNIT, then 3:START:COUNT, 4:START:COUNT, 11, 2B or w:ADDRESS:VALUE
"use strict";
const [, , program, port, unit, ...asks] = process.argv;
const hex = (words) => words.map((word) => word.toString(16).padStart(4, "0")).join("");

async function modbusSerial() {
  const ModbusRTU = require("modbus-serial");
  const client = new ModbusRTU();
  await client.connectTCP("127.0.0.1", { port: Number(port) });
  client.setID(Number(unit));
  client.setTimeout(5000);
  const one = async (ask) => {
    const [code, start, count] = ask.split(":");
    if (code === "3") return hex((await client.readHoldingRegisters(Number(start), Number(count))).data);
    if (code === "4") return hex((await client.readInputRegisters(Number(start), Number(count))).data);
    if (code === "w") return `wrote ${(await client.writeRegister(Number(start), Number(count))).value}`;
    if (code === "11") return `server ${(await client.reportServerID()).serverId}`;
    return Object.values((await client.readDeviceIdentification(1, 0)).data).join("|");
  };
  for (const ask of asks) console.log(await one(ask).catch((e) => `exception ${e.modbusCode}`));
  client.close(() => process.exit(0));
}

async function jsmodbus() {
  const net = require("net");
  const { client: clients } = require("jsmodbus");
  const socket = new net.Socket();
  const client = new clients.TCP(socket, Number(unit), 5000);
  await new Promise((resolve) => socket.connect({ host: "127.0.0.1", port: Number(port) }, resolve));
  const one = async (ask) => {
    const [code, start, count] = ask.split(":").map(Number);
    const read = code === 3 ? client.readHoldingRegisters(start, count) : client.readInputRegisters(start, count);
    return hex(Array.from((await read).response.body.valuesAsArray));
  };
  for (const ask of asks) console.log(await one(ask).catch((e) => `exception ${e.response && e.response.body.code}`));
  socket.end();
}

(program === "modbus-serial" ? modbusSerial() : jsmodbus()).catch((e) => { console.error(e); process.exit(1); });
