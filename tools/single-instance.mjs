import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A socket, not a pid file: a pid file lies after kill -9, a socket that nobody answers on is free.
 * @param {string} folder what is held, usually the state folder or the checkout
 * @param {string} purpose "demo", "test", "build"
 */
function socketPath(folder, purpose) {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return join(tmpdir(), `halligan-${hash}-${purpose}.sock`);
}

/**
 * @typedef {{ pid: number, about: string }} Holder who holds it, and what it says about itself
 */

/**
 * @param {string} folder
 * @param {string} purpose
 * @returns {Promise<Holder | undefined>} undefined when nobody holds it
 */
export async function findHolder(folder, purpose) {
  const answer = await ask(socketPath(folder, purpose));
  return answer && { pid: answer.pid, about: answer.about };
}

/**
 * Holds a purpose on a folder for as long as this process lives.
 * @param {string} folder
 * @param {string} purpose
 * @param {string} [about] a sentence fragment for whoever comes second, for example an address
 * @returns {Promise<{ heldBy: Holder } | { release(): void, describe(about: string): void }>}
 */
export async function hold(folder, purpose, about = "") {
  const path = socketPath(folder, purpose);
  const token = randomUUID();
  for (let attempt = 0; attempt < 3; attempt++) {
    const heldBy = await ask(path);
    if (heldBy) return { heldBy };
    rmSync(path, { force: true });
    let words = about;
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.end(JSON.stringify({ pid: process.pid, about: words, token }));
    });
    const listening = await new Promise((done) => {
      server.once("error", () => done(false));
      server.listen(path, () => done(true));
    });
    if (!listening) continue;
    server.unref();
    // Two that start together may both have found it free, and the second removed the first's socket: look again.
    await new Promise((done) => setTimeout(done, 30));
    const holder = await ask(path);
    if (holder && holder.token !== token) {
      server.close();
      return { heldBy: holder };
    }
    return {
      release: () => server.close(),
      describe: (text) => {
        words = text;
      },
    };
  }
  return { heldBy: { pid: 0, about: "" } };
}

function ask(path) {
  return new Promise((done) => {
    let text = "";
    const socket = connect(path);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk;
    });
    // EACCES: another user's, so somebody's. ENOENT and ECONNREFUSED: nobody's.
    socket.on("error", (error) => done(error.code === "EACCES" ? { pid: 0, about: "" } : undefined));
    socket.on("close", () => {
      try {
        done(JSON.parse(text));
      } catch {
        done({ pid: 0, about: "" });
      }
    });
  });
}
