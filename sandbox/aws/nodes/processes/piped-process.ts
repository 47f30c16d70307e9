import { spawn } from "node:child_process";
import { type Launch, type NodeProcess, type NodeProcessEvents, processEnvironment } from "./node-process";

/** Runs a command without a terminal: stdout and stderr apart, input closed, as a non-interactive document does. */
export function startOnPipes(launch: Launch, events: NodeProcessEvents): NodeProcess {
  const child = spawn(launch.file, launch.args, {
    cwd: launch.folder,
    env: processEnvironment(launch.environment),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...(launch.identity ?? {}),
  });
  child.stdout.on("data", (bytes: Buffer) => events.onOutput(bytes, "stdout"));
  child.stderr.on("data", (bytes: Buffer) => events.onOutput(bytes, "stderr"));
  child.once("error", (error) => {
    events.onOutput(Buffer.from(`${error.message}\n`), "stderr");
    events.onExit(127);
  });
  child.once("close", (code, signal) => events.onExit(code ?? (signal === "SIGKILL" ? 137 : 1)));
  const forBoth = (act: "pause" | "resume") => {
    child.stdout[act]();
    child.stderr[act]();
  };
  return {
    write: () => true,
    resize: () => {},
    pause: () => forBoth("pause"),
    resume: () => forBoth("resume"),
    hangUp: () => {
      if (child.pid === undefined || child.exitCode !== null) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // The command ended between the two lines.
      }
    },
  };
}
