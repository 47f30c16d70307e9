import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import type { MachineRow, MachineState } from "../sessions/session-port";
import { openJournal } from "../stores/journal";
import type { NodeSeed, ScalingGroup } from "./node-seed";

/** The tag by which EC2 Auto Scaling marks its instances. */
export const GROUP_TAG = "aws:autoscaling:groupName";
/** From the launch of a replacement until its agent has registered. */
const BOOT_MS = 1500;
const SHUT_DOWN_MS = 1000;
/** How long EC2 shows an instance after its end. */
const REMEMBERED_MS = 3_600_000;
/** When the machines that no entry launched came up. */
const LAUNCHED = Date.UTC(2025, 10, 2, 8, 15);

const entrySchema = z.union([
  z.object({ launch: z.object({ group: z.string(), id: z.string(), ip: z.string(), at: z.number() }) }),
  z.object({ end: z.object({ id: z.string(), at: z.number() }) }),
  z.object({ tags: z.object({ id: z.string(), tags: z.record(z.string(), z.string()) }) }),
]);

type Entry = z.infer<typeof entrySchema>;

interface Machine {
  seed: NodeSeed;
  launchedAt: number;
  endedAt?: number;
  state: MachineState;
}

/** The machines of all accounts as they come and go; what happened to them survives a restart. */
export interface Fleet {
  /** Those that Systems Manager manages now. */
  nodes(): NodeSeed[];
  find(nodeId: string): NodeSeed | undefined;
  machines(): MachineRow[];
  /** Ends a machine; one of a group is replaced. */
  end(nodeId: string): { from: MachineState; to: MachineState };
  changeTags(nodeId: string, changes: Record<string, string | undefined>): void;
  close(): void;
}

/**
 * @param options.onLaunch called before a replacement can be reached: programs are to be opened on it
 */
export function openFleet(options: {
  file: string;
  seeds: readonly NodeSeed[];
  groups: readonly ScalingGroup[];
  now(): number;
  onLaunch(seed: NodeSeed): void;
}): Fleet {
  const { now, groups } = options;
  const journal = openJournal(options.file, (raw) => entrySchema.parse(raw));
  const machines = new Map<string, Machine>();
  for (const seed of options.seeds)
    machines.set(seed.row.id, { seed, launchedAt: LAUNCHED, state: "running" });
  const timers = new Set<NodeJS.Timeout>();

  const apply = (entry: Entry): Machine | undefined => {
    if ("launch" in entry) {
      const { group: name, id, ip, at } = entry.launch;
      const group = groups.find((candidate) => candidate.name === name);
      if (!group) return undefined;
      const machine: Machine = { seed: group.launch(id, ip), launchedAt: at, state: "running" };
      machines.set(id, machine);
      return machine;
    }
    const machine = machines.get("end" in entry ? entry.end.id : entry.tags.id);
    if (!machine) return undefined;
    if ("end" in entry) Object.assign(machine, { state: "terminated", endedAt: entry.end.at });
    else machine.seed = { ...machine.seed, row: { ...machine.seed.row, tags: entry.tags.tags } };
    return machine;
  };
  const record = (entry: Entry) => {
    journal.append(entry, { durable: true });
    return apply(entry);
  };
  for (const entry of journal.found) apply(entry);
  const kept = worthKeeping(journal.found, now());
  if (kept.length < journal.found.length) journal.compact(kept);

  /** Puts a machine into a state that passes. */
  const passThrough = (machine: Machine, passing: MachineState, next: MachineState, milliseconds: number) => {
    machine.state = passing;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (machine.state === passing) machine.state = next;
    }, milliseconds);
    timer.unref();
    timers.add(timer);
  };
  const replace = (ended: NodeSeed) => {
    const group = groups.find(({ name }) => name === ended.row.tags[GROUP_TAG]);
    if (!group) return;
    const id = `i-${randomBytes(9).toString("hex").slice(0, 17)}`;
    const ip = `${group.subnet}.${randomInt(64, 250)}`;
    const machine = record({ launch: { group: group.name, id, ip, at: now() } });
    if (!machine) return;
    passThrough(machine, "pending", "running", BOOT_MS);
    options.onLaunch(machine.seed);
  };

  return {
    nodes: () => [...machines.values()].filter(({ state }) => state === "running").map(({ seed }) => seed),
    find: (nodeId) => {
      const machine = machines.get(nodeId);
      return machine?.state === "running" ? machine.seed : undefined;
    },
    machines: () =>
      [...machines.values()]
        .filter(({ seed }) => !seed.row.hybrid)
        .filter(({ endedAt }) => endedAt === undefined || endedAt > now() - REMEMBERED_MS)
        .map(({ seed, state, launchedAt }) => ({ ...seed.row, state, launchedAt })),
    end(nodeId) {
      const machine = machines.get(nodeId);
      if (!machine) throw new TypeError(`no such machine: ${nodeId}`);
      const from = machine.state;
      if (machine.endedAt !== undefined) return { from, to: from };
      record({ end: { id: nodeId, at: now() } });
      passThrough(machine, "shutting-down", "terminated", SHUT_DOWN_MS);
      replace(machine.seed);
      return { from, to: "shutting-down" };
    },
    changeTags(nodeId, changes) {
      const machine = machines.get(nodeId);
      if (!machine) throw new TypeError(`no such machine: ${nodeId}`);
      const tags = { ...machine.seed.row.tags };
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) delete tags[key];
        else tags[key] = value;
      }
      record({ tags: { id: nodeId, tags } });
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      journal.close();
    },
  };
}

/** Without replacements that have been forgotten again, and without tags that were changed once more. */
function worthKeeping(entries: readonly Entry[], now: number): Entry[] {
  const launched = new Set(entries.flatMap((entry) => ("launch" in entry ? [entry.launch.id] : [])));
  const forgotten = new Set(
    entries.flatMap((entry) => {
      if (!("end" in entry)) return [];
      const { id, at } = entry.end;
      return launched.has(id) && at <= now - REMEMBERED_MS ? [id] : [];
    }),
  );
  const lastTags = new Map(entries.map((entry) => ["tags" in entry ? entry.tags.id : "", entry]));
  return entries.filter((entry) => {
    if ("tags" in entry) return !forgotten.has(entry.tags.id) && lastTags.get(entry.tags.id) === entry;
    return !forgotten.has("end" in entry ? entry.end.id : entry.launch.id);
  });
}
