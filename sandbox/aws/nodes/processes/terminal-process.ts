import { chownSync } from "node:fs";
import { spawn } from "@lydell/node-pty";
import type { Launch, NodeProcess, NodeProcessEvents } from "./node-process";
import { drainBeforeClosing, isTerminalClosed } from "./terminal-drain";
import { TerminalWriter } from "./terminal-writer";

/** A terminal that ignored its hang-up for this long loses its first process. */
const HANG_UP_GRACE_MS = 2000;
/** How often a program whose output is paused is asked whether it still lives. */
const PAUSED_CHECK_MS = 50;

/** Starts a program on a terminal of its own. */
export function startOnTerminal(
  launch: Launch,
  size: { cols: number; rows: number },
  events: NodeProcessEvents,
): NodeProcess {
  dropSupplementaryGroups(launch);
  const terminal = spawn(launch.file, launch.args, {
    name: "xterm-256color",
    cols: size.cols,
    rows: size.rows,
    cwd: launch.folder,
    env: launch.environment,
    encoding: null,
    ...(launch.identity ?? {}),
  });
  if (launch.identity && "ptsName" in terminal && typeof terminal.ptsName === "string") {
    // The terminal was made by root: programs that open it by name need it to be theirs.
    chownSync(terminal.ptsName, launch.identity.uid, launch.identity.gid);
  }
  let isOver = false;
  let isHungUp = false;
  // The library closes a terminal that nobody on the node has open any more before it says that the program has ended, and
  // the descriptor's number may then be another file's.
  const isGone = () => isOver || isHungUp || isTerminalClosed(terminal);
  const writer = new TerminalWriter(descriptorOf(terminal), isGone);
  drainBeforeClosing(
    terminal,
    (bytes) => events.onOutput(bytes, "stdout"),
    () => isHungUp,
  );
  let pausedCheck: NodeJS.Timeout | undefined;
  terminal.onData((chunk: string | Buffer) => {
    events.onOutput(typeof chunk === "string" ? Buffer.from(chunk) : chunk, "stdout");
  });
  const resume = () => {
    clearInterval(pausedCheck);
    pausedCheck = undefined;
    if (!isOver) terminal.resume();
  };
  terminal.onExit(({ exitCode }) => {
    isOver = true;
    clearInterval(pausedCheck);
    events.onExit(exitCode);
  });
  return {
    // What comes when it is over is thrown away.
    write: (bytes) => isGone() || writer.push(bytes),
    resize: (cols, rows) => {
      if (!isGone()) terminal.resize(cols, rows);
    },
    pause: () => {
      if (isOver || pausedCheck) return;
      terminal.pause();
      // The library gives a finished program 200 ms to be read; paused, its last words would be lost.
      pausedCheck = setInterval(() => {
        if (!isAlive(terminal.pid)) resume();
      }, PAUSED_CHECK_MS);
    },
    resume,
    hangUp: () => {
      if (isOver) return;
      resume();
      isHungUp = true;
      closeTerminal(terminal);
      setTimeout(() => {
        if (!isOver) signal(terminal.pid, "SIGKILL");
      }, HANG_UP_GRACE_MS).unref();
    },
  };
}

/** The library has it, and its types don't. */
function descriptorOf(terminal: object): number {
  if ("fd" in terminal && typeof terminal.fd === "number") return terminal.fd;
  throw new TypeError("the terminal has no descriptor");
}

/** Closing our end lets the kernel send SIGHUP to the terminal's session; `kill` alone would reach the shell only. */
function closeTerminal(terminal: { pid: number }): void {
  if ("destroy" in terminal && typeof terminal.destroy === "function") terminal.destroy();
  else signal(terminal.pid, "SIGHUP");
}

/** The library changes user and group but keeps our supplementary groups, root's among them. */
function dropSupplementaryGroups(launch: Launch): void {
  if (launch.identity && process.setgroups) process.setgroups([launch.identity.gid]);
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // It has gone by itself.
  }
}
