// An aedes broker on loopback, in memory. usage: broker.js PORT [FOLDER [USER PASSWORD]]; FOLDER holds broker.pem and broker.key for TLS, "-" for none.
"use strict";
const fs = require("fs");
const path = require("path");
const [, , port, folder, user, password] = process.argv;

async function main() {
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker({ concurrency: 1000, queueLimit: 100000 });
  if (user) aedes.authenticate = (client, name, secret, done) => {
    if (name === user && secret && secret.toString() === password) return done(null, true);
    const refused = new Error("refused");
    refused.returnCode = 4;
    done(refused, false);
  };
  const read = (name) => fs.readFileSync(path.join(folder, name));
  const server = folder && folder !== "-"
    ? require("tls").createServer({ key: read("broker.key"), cert: read("broker.pem") }, aedes.handle)
    : require("net").createServer(aedes.handle);
  server.listen(Number(port), "127.0.0.1", () => console.log("ready"));
}

main();
