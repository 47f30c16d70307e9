import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { Refusal } from "../command/refusal.mjs";

/** The loopback addresses of this machine: a browser told "localhost" may try either. */
export function loopbackAddresses() {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.some(({ address }) => address === "::1") ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
}

/**
 * Reads ports from the environment and refuses, by name, one that is wrong, named twice or taken.
 * Another program on [::1]:3000 gives no error to who listens on 127.0.0.1:3000, and the browser may go there:
 * so both addresses are tried.
 * @template {string} Name
 * @param {Record<Name, number>} defaults variable name → port
 * @returns {Promise<Record<Name, number>>}
 */
export async function choosePorts(defaults) {
  const chosen = Object.entries(defaults).map(([name, port]) => [name, readPort(name, port)]);
  for (const [index, [name, port]] of chosen.entries()) {
    const twin = chosen.slice(0, index).find((other) => other[1] === port);
    if (twin) throw new Refusal(`${twin[0]} and ${name} are both ${port}; give one of them another number.`);
    const problem = await whyNotFree(port);
    if (problem === "EACCES")
      throw new Refusal(`You may not listen on port ${port}; set ${name} to another one, 1024 or higher.`);
    if (problem) {
      throw new Refusal(`Port ${port} is taken by another program; stop it or set ${name} to a free port.`);
    }
  }
  return Object.fromEntries(chosen);
}

function readPort(name, fallback) {
  const text = process.env[name];
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Refusal(`${name} must be a port number between 1 and 65535, not "${text}".`);
  }
  return port;
}

/**
 * @param {number} port
 * @returns {Promise<string | undefined>} the error code of the first loopback address that refuses it
 */
export async function whyNotFree(port) {
  for (const host of loopbackAddresses()) {
    const { code } = await tryListen(port, host);
    if (code) return code;
  }
  return undefined;
}

/**
 * Linux gives outgoing connections the ports from 32768 on, so one of those may be taken before its program listens.
 * @returns {Promise<number>} a port below them that is free on every loopback address now
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(12_000, 32_768);
    if (!(await whyNotFree(port))) return port;
  }
}

function tryListen(port, host) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", (error) => done({ code: error.code }));
    server.listen({ port, host, exclusive: true }, () => server.close(() => done({})));
  });
}
