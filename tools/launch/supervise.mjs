/**
 * Runs a program that cannot hold our launcher's channel itself (npm, next build): `supervise.mjs program args…`.
 * When the channel closes, the program and everything it started is killed. With `--ready` first it counts as
 * started at once, for programs that serve.
 */
import { spawn } from "node:child_process";

const words = process.argv.slice(2);
const isService = words[0] === "--ready";
const [program = "", ...args] = isService ? words.slice(1) : words;
// Not detached: it stays in our process group, and the group is what we kill.
const child = spawn(program, args, { stdio: "inherit" });

process.on("disconnect", killGroup);
if (isService) process.send?.({ ready: true });
process.on("SIGTERM", () => child.kill("SIGTERM"));
process.on("SIGINT", () => child.kill("SIGINT"));
child.once("error", (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once("exit", (code, signal) => process.exit(signal ? 128 : (code ?? 1)));

function killGroup() {
  // The launcher started us detached, so this group is ours alone.
  process.kill(-process.pid, "SIGKILL");
}
