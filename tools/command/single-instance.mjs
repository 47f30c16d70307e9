import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";

/**
 * A socket, not a pid file: a pid file lies after kill -9, a socket ends with its process. And one in Linux's
 * abstract namespace, not in a folder: it can neither be left behind nor removed under its holder.
 * @param {string} folder what is held, usually the state folder or the checkout
 * @param {string} purpose "demo", "test", "build"
 */
function socketName(folder, purpose) {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return `\0halligan-${hash}-${purpose}`;
}

/**
 * @typedef {{ pid: number, about: string }} Holder who holds it, and what it says about itself
 */

/**
 * @param {string} folder
 * @param {string} purpose
 * @returns {Promise<Holder | undefined>} undefined when nobody holds it
 */
export function findHolder(folder, purpose) {
  return ask(socketName(folder, purpose));
}

/**
 * Holds a purpose on a folder for as long as this process lives.
 * @param {string} folder
 * @param {string} purpose
 * @param {string} [about] a sentence fragment for whoever comes second, for example an address
 * @returns {Promise<{ heldBy: Holder } | { release(): void, describe(about: string): void }>}
 */
export async function hold(folder, purpose, about = "") {
  let words = about;
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(JSON.stringify({ pid: process.pid, about: words }));
  });
  const problem = await new Promise((done) => {
    server.once("error", (error) => done(error));
    server.listen({ path: socketName(folder, purpose) }, () => done(undefined));
  });
  if (problem && problem.code !== "EADDRINUSE") throw problem;
  if (problem) return { heldBy: (await findHolder(folder, purpose)) ?? { pid: 0, about: "" } };
  server.unref();
  return {
    release: () => server.close(),
    describe: (text) => {
      words = text;
    },
  };
}

/** @returns {Promise<Holder | undefined>} */
function ask(name) {
  return new Promise((done) => {
    let text = "";
    const socket = connect({ path: name });
    socket.setTimeout(2000, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => done(undefined));
    socket.on("close", () => done(parse(text)));
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { pid: 0, about: "" };
  }
}
