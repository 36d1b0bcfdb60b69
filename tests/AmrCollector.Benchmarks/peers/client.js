// The npm package modbus-serial: a client a connection, each asks again when its reply has come.
// Prints requests, CPU and wall microseconds of the second, measured part.
const ModbusRTU = require("modbus-serial");

const [port, connections, requests, registers] = process.argv.slice(2).map(Number);

async function rounds(client, count) {
    for (let round = 0; round < count; round++) {
        const reply = await client.readHoldingRegisters(round % 1000, registers);
        if (reply.data.length !== registers || reply.data[0] !== round % 1000) throw new Error("a wrong reply");
    }
}

async function main() {
    const clients = [];
    for (let i = 0; i < connections; i++) {
        const client = new ModbusRTU();
        await client.connectTCP("127.0.0.1", { port });
        client.setID(1);
        clients.push(client);
    }
    const each = Math.floor(requests / connections);
    await Promise.all(clients.map((client) => rounds(client, Math.floor(each / 4))));
    const [cpu, wall] = [process.cpuUsage(), process.hrtime.bigint()];
    await Promise.all(clients.map((client) => rounds(client, each)));
    const used = process.cpuUsage(cpu);
    console.log(each * connections, used.user + used.system, Number((process.hrtime.bigint() - wall) / 1000n), 0);
    process.exit(0);
}

main();
