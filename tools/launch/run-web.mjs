/**
 * The web process: Next's stock server on one address (`run-web.mjs host port`), ended with its launcher.
 * Next holds no launcher's channel itself, so it runs inside this process, not below it.
 */
import { get } from "node:http";
import { createRequire } from "node:module";
import { waitFor } from "../command/waiting.mjs";

const [host = "127.0.0.1", port = "3000"] = process.argv.slice(2);
const require = createRequire(import.meta.url);

// It stops as the other processes do (lib/http/process/stop-web.ts), its launcher's end included.
process.env.NEXT_MANUAL_SIG_HANDLE = "1";
if (process.send) process.once("disconnect", () => setTimeout(() => process.exit(1), 10_000).unref());
const next = require.resolve("next/dist/bin/next");
process.argv = [process.execPath, next, "start", "-H", host, "-p", port];
require(next);

// Next listens before our part of it has started (lib/http/process/start-web.ts): a signal would find nobody who minds it.
const isUp = await waitFor(isAlive, 60_000, 50);
if (!isUp) process.exit(1);
console.log("ready");
process.send?.({ ready: true });

function isAlive() {
  return new Promise((done) => {
    const asked = get({ host, port, path: "/livez", agent: false, timeout: 60_000 }, (answer) => {
      answer.resume();
      answer.once("close", () => done(answer.statusCode === 200));
    });
    asked.once("timeout", () => asked.destroy());
    asked.once("error", () => done(false));
  });
}
