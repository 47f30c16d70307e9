import { readdirSync, readFileSync, readlinkSync } from "node:fs";

interface Socket {
  local: string;
  remote: string;
  port: number;
  isListening: boolean;
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
  return ["tcp", "tcp6"].flatMap((table) =>
    read(`/proc/${pid}/net/${table}`)
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => held.has(fields[9] ?? ""))
      .map((fields) => ({
        local: addressOf(fields[1] ?? ""),
        remote: addressOf(fields[2] ?? ""),
        port: Number.parseInt((fields[1] ?? "").split(":")[1] ?? "", 16),
        isListening: fields[3] === "0A",
      })),
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
