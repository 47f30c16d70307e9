import { readdirSync, readFileSync } from "node:fs";
import { pause } from "../command/waiting.mjs";

export interface Watched {
  units: readonly { name: string; pids: () => number[] }[];
  database: { ask: (statement: string) => Promise<{ usename: string; count: number }[]> };
}

/** What an outage may leave behind: connections by login, and by process its descriptors and its memory. */
export interface Figures {
  connections: Record<string, number>;
  descriptors: Record<string, number>;
  megabytes: Record<string, number>;
}

/** Pools close what they no longer need and open what they do: so many more or less say nothing. */
const SLACK = { connections: 4, descriptors: 12, megabytes: 120 };

export async function takeFigures({ units, database }: Watched): Promise<Figures> {
  const rows = await database.ask(
    "SELECT usename, count(*)::int FROM pg_stat_activity WHERE usename LIKE '%\\_login' GROUP BY usename",
  );
  const processes = units.flatMap(({ name, pids }) => {
    const [pid] = pids();
    return pid === undefined ? [] : [{ name, pid }];
  });
  return {
    connections: Object.fromEntries(rows.map(({ usename, count }) => [usename, count])),
    descriptors: Object.fromEntries(
      processes.map(({ name, pid }) => [name, readdirSync(`/proc/${pid}/fd`).length]),
    ),
    megabytes: Object.fromEntries(processes.map(({ name, pid }) => [name, residentMegabytes(pid)])),
  };
}

/**
 * The most of each within some seconds: pools breathe, and one look may fall between two breaths.
 * @param times how many looks, half a second apart
 */
export async function takeMost(watched: Watched, times: number): Promise<Figures> {
  let most = await takeFigures(watched);
  for (let i = 1; i < times; i++) {
    await pause(500);
    const next = await takeFigures(watched);
    const larger = (kind: keyof Figures) =>
      Object.fromEntries(
        Object.entries({ ...most[kind], ...next[kind] }).map(([name, value]) => [
          name,
          Math.max(value, most[kind][name] ?? 0),
        ]),
      );
    most = {
      connections: larger("connections"),
      descriptors: larger("descriptors"),
      megabytes: larger("megabytes"),
    };
  }
  return most;
}

/** What has grown beyond what comes and goes by itself, one line each. */
export function growth(before: Figures, after: Figures): string[] {
  return (["connections", "descriptors", "megabytes"] as const).flatMap((kind) =>
    Object.entries(after[kind]).flatMap(([name, value]) => {
      const known = before[kind][name] ?? 0;
      return value <= known + SLACK[kind] ? [] : [`${kind} of ${name}: ${known} before, ${value} after`];
    }),
  );
}

/** One line for a person: sums, by kind. */
export function inWords({ connections, descriptors, megabytes }: Figures): string {
  const sum = (of: Record<string, number>) => Object.values(of).reduce((total, value) => total + value, 0);
  return `${sum(connections)} connections, ${sum(descriptors)} descriptors, ${sum(megabytes)} MB`;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1024);
}
