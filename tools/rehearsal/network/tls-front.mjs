import { connect } from "node:net";
import { createServer } from "node:tls";

/**
 * @typedef {object} Front
 * @property {number} port on 127.0.0.1
 * @property {() => Promise<void>} close
 */

/**
 * Ends TLS in front of a program that speaks without, and hands on bytes: nothing of what is said is read or changed.
 * @param {import("./certificates.mjs").Credential} credential
 * @param {() => number} portBehind where the program listens now
 * @returns {Promise<Front>}
 */
export async function startTlsFront(credential, portBehind) {
  const open = new Set();
  const server = createServer(credential, (socket) => {
    const behind = connect(portBehind(), "127.0.0.1");
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ]) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  // Somebody who hangs up before TLS stands is nobody's failure.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const port = await listenOnLoopback(server);
  return {
    port,
    close: () => {
      for (const socket of open) socket.destroy();
      return closeServer(server);
    },
  };
}

/**
 * @param {import("node:net").Server} server
 * @param {number} [port] 0 for any free one
 * @returns {Promise<number>} the port
 */
export function listenOnLoopback(server, port = 0) {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => done(server.address().port));
  });
}

/** @param {import("node:net").Server} server */
export function closeServer(server) {
  return new Promise((done) => server.close(() => done()));
}
