import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layDownNode, layDownPrograms, layDownShellRc, makeReachable } from "./node-files";
import type { NodeSeed } from "./node-seed";
import { OS_USERS } from "./node-users";
import type { Launch, NodeProcess, NodeProcessEvents, ShellIdentity } from "./processes/node-process";
import { startOnPipes } from "./processes/piped-process";
import { startOnTerminal } from "./processes/terminal-process";
import { startWarden, type Warden } from "./processes/warden";

/** The uid that shells get when the sandbox runs as root; the database of the demo has another one. */
const DEFAULT_SHELL_UID = 65_533;
const BASH = "/bin/bash";
const CLOSE_DESCRIPTORS = `
for path in /proc/self/fd/*; do
  number=\${path##*/}
  [ "$number" -gt 2 ] && eval "exec $number>&-"
done
exec "$@"`;

export interface NodeHost {
  /** To be awaited before anything is opened. */
  ready: Promise<void>;
  openShell(
    nodeId: string,
    user: string,
    size: { cols: number; rows: number },
    events: NodeProcessEvents,
  ): NodeProcess;
  /** Runs a command line with `sh -c`, on a terminal or on pipes. */
  runCommand(
    nodeId: string,
    user: string,
    command: string,
    where: "terminal" | "pipes",
    events: NodeProcessEvents,
  ): NodeProcess;
  /** Adds a machine that was not there at the start. */
  add(seed: NodeSeed): void;
  /** Adds a line to the agent's own log of that node, `agent-<id>.log` in the state folder. */
  writeAgentWarning(nodeId: string, text: string): void;
  /** Ends whatever still runs on the nodes. */
  close(): Promise<void>;
}

/**
 * Opens programs on the nodes. Each is laid down below `stateDir` when its first program starts, as of when it became known:
 * all of them take 50 MB and half a second, and few are entered. A node is a folder, a host name and shims on PATH; its
 * processes are real processes of this computer. They carry a mark in their environment, by which a warden ends them when
 * this process is gone, however it went.
 */
export function openNodeHost(options: {
  stateDir: string;
  seeds: readonly NodeSeed[];
  shellUid?: number;
  now(): number;
}): NodeHost {
  const identity = shellIdentity(options.shellUid ?? DEFAULT_SHELL_UID);
  const nodesDir = join(options.stateDir, "nodes");
  mkdirSync(nodesDir, { recursive: true, mode: 0o755 });
  if (identity) makeReachable(options.stateDir, nodesDir);
  const programsDir = layDownPrograms(join(options.stateDir, "programs"));
  const rcDir = join(options.stateDir, "shell-rc");
  mkdirSync(rcDir, { recursive: true, mode: 0o755 });
  const nodes = new Map<string, { seed: NodeSeed; now: number; isLaidDown: boolean }>();
  const add = (seed: NodeSeed) =>
    void nodes.set(seed.row.id, { seed, now: options.now(), isLaidDown: false });
  for (const seed of options.seeds) add(seed);
  const mark = readMark(join(options.stateDir, "node-mark"));
  const warden: Warden = startWarden(mark);

  const launch = (nodeId: string, user: string, file: string, args: string[]): Launch => {
    const node = nodes.get(nodeId);
    if (!node) throw new TypeError(`no such node: ${nodeId}`);
    const { seed } = node;
    if (!node.isLaidDown) {
      layDownShellRc(rcDir, seed);
      layDownNode({ nodesDir, seed, now: node.now, ...(identity && { identity }) });
      node.isLaidDown = true;
    }
    const folder = join(nodesDir, nodeId);
    const home = homeOf(folder, user);
    return {
      ...withoutDescriptors(file, args),
      folder: home,
      environment: environment({ seed, folder, home, user, programsDir, rcFile: join(rcDir, nodeId), mark }),
      ...(identity && { identity }),
    };
  };
  const shell = existsSync(BASH) ? BASH : "/bin/sh";
  const shellArgs = (nodeId: string) =>
    shell === BASH ? ["--noprofile", "--rcfile", join(rcDir, nodeId), "-i"] : ["-i"];

  return {
    ready: warden.ready,
    openShell: (nodeId, user, size, events) =>
      startOnTerminal(launch(nodeId, user, shell, shellArgs(nodeId)), size, events),
    runCommand(nodeId, user, command, where, events) {
      const started = launch(nodeId, user, "/bin/sh", ["-c", command]);
      return where === "pipes"
        ? startOnPipes(started, events)
        : startOnTerminal(started, { cols: 80, rows: 24 }, events);
    },
    add,
    writeAgentWarning(nodeId, text) {
      // Not below the node's folder, where its user could have put a link.
      const at = new Date(options.now()).toISOString().slice(0, 19).replace("T", " ");
      appendFileSync(
        join(options.stateDir, `agent-${nodeId}.log`),
        `${at} WARN [ssm-session-worker] ${text}\n`,
      );
    },
    close: () => warden.close(),
  };
}

/**
 * What the sandbox inherited itself may lie at any number, and libuv marks only the low ones as not inheritable. bash can close
 * them all and then becomes the program; a computer without it has to trust its launcher.
 */
function withoutDescriptors(file: string, args: string[]): { file: string; args: string[] } {
  if (!existsSync(BASH)) return { file, args };
  return { file: BASH, args: ["--noprofile", "--norc", "-c", CLOSE_DESCRIPTORS, "bash", file, ...args] };
}

/** To all others, and where a node was laid down before it had that user, the node's folder is home. */
function homeOf(folder: string, user: string): string {
  const home = join(folder, "home", user);
  return OS_USERS.includes(user) && existsSync(home) ? home : folder;
}

function shellIdentity(uid: number): ShellIdentity | undefined {
  return process.getuid?.() === 0 ? { uid, gid: uid } : undefined;
}

/** An allow-list: nothing of the environment that the sandbox was started with reaches a node. */
function environment(about: {
  seed: NodeSeed;
  folder: string;
  home: string;
  user: string;
  programsDir: string;
  rcFile: string;
  mark: string;
}): Record<string, string> {
  return {
    HALLIGAN_NODE: about.mark,
    HALLIGAN_NODE_ROOT: about.folder,
    HALLIGAN_NODE_HOST: about.seed.row.hostName,
    HALLIGAN_NODE_IP: about.seed.row.ip,
    HALLIGAN_NODE_USER: about.user,
    HALLIGAN_PROGRAMS: about.programsDir,
    PATH: `${about.programsDir}:${about.folder}/usr/local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
    HOME: about.home,
    USER: about.user,
    LOGNAME: about.user,
    SHELL: "/bin/bash",
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    TZ: "UTC",
    ENV: about.rcFile,
  };
}

/** Random per install and the same after a restart, so that a start also finds what an earlier crash left behind. */
function readMark(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const mark = randomBytes(12).toString("hex");
  writeFileSync(file, `${mark}\n`, { mode: 0o600 });
  return mark;
}
