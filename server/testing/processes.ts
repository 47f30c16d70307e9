import { readdirSync, readFileSync, readlinkSync } from "node:fs";

interface Socket {
  local: string;
  port: number;
  remote: string;
  remotePort: number;
  isListening: boolean;
  /** Bytes that came and that nobody has read. */
  unread: number;
}

/** Every process below this one, by the system's own list. */
export function descendants(): { pid: number; command: string }[] {
  const parents = new Map<number, number>();
  for (const pid of readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = parentOf(pid);
    if (parent !== undefined) parents.set(pid, parent);
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (parents.get(pid) === process.pid || isOurs(parents.get(pid)));
  return [...parents.keys()].filter(isOurs).map((pid) => ({ pid, command: commandOf(pid) }));
}

/** The environment a process was started with. */
export function environmentOf(pid: number): Record<string, string> {
  const pairs = read(`/proc/${pid}/environ`).split("\0").filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

/** The TCP sockets that a process holds, listening and connected. */
export function socketsOf(pid: number): Socket[] {
  const held = new Set(descriptorsOf(pid).flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
  return allSockets()
    .filter(({ inode }) => held.has(inode))
    .map(({ inode: _number, ...socket }) => socket);
}

/** Whether a process has sent something to a port of this machine that its server, stopped, has not read. */
export function hasUnread(pid: number, port: number): boolean {
  const from = new Set(socketsOf(pid).map((socket) => socket.port));
  return allSockets().some(
    (socket) => socket.port === port && from.has(socket.remotePort) && socket.unread > 0,
  );
}

function allSockets(): (Socket & { inode: string })[] {
  return ["tcp", "tcp6"].flatMap((table) =>
    read(`/proc/self/net/${table}`)
      .split("\n")
      .slice(1)
      .filter((line) => line.trim() !== "")
      .map((line) => {
        const [, local = "", remote = "", state, queues = "", , , , , inode = ""] = line.trim().split(/\s+/);
        return {
          local: addressOf(local),
          port: Number.parseInt(local.split(":")[1] ?? "", 16),
          remote: addressOf(remote),
          remotePort: Number.parseInt(remote.split(":")[1] ?? "", 16),
          isListening: state === "0A",
          unread: Number.parseInt(queues.split(":")[1] ?? "", 16),
          inode,
        };
      }),
  );
}

/** 127.0.0.1 and ::1, also as one that looks like the other. */
export function isLoopback(address: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address);
}

/** The kernel writes addresses as words of four bytes, each in the machine's order. */
function addressOf(field: string): string {
  const hex = field.split(":")[0] ?? "";
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join(".");
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return `::ffff:${bytes.slice(12).join(".")}`;
  if (bytes.slice(0, 15).every((byte) => byte === 0)) return `::${bytes[15] || ""}`;
  return hex;
}

function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return []; // closed meanwhile
      }
    });
  } catch {
    return []; // ended meanwhile, or another user's: a node's shell
  }
}

function parentOf(pid: number): number | undefined {
  const status = read(`/proc/${pid}/stat`);
  return status === "" ? undefined : Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // a process that ended meanwhile
  }
}
