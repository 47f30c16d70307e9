import type { CheckRole } from "@/lib/accounts/connection/plan";
import { clockProblem, type ProcessProblem, problemsFrom } from "@/lib/accounts/self-check/problems";
import { type AnchorHealth, type AnchorName, readAnchorHealth } from "@/lib/audit/heads/anchors/anchor-store";
import { reading } from "@/lib/db/client";
import { databaseClockOffset } from "@/lib/db/clock";
import { livingKinds, type ProcessKind, readProblems } from "@/lib/db/processes";
import { config } from "@/lib/kernel/config/config";
import { findAway } from "@/lib/people/outage/store";
import { isPassing } from "@/lib/people/provider/causes";
import { providerTrouble } from "@/lib/people/provider/health";
import { hasLatePacks } from "@/lib/recordings/bucket/store";
import { readRoom } from "@/lib/recordings/limits/read-room";
import type { Room } from "@/lib/recordings/limits/room-rules";

type ProcessName = "web" | ProcessKind;
type RoleName = Exclude<CheckRole, "gateway">;

/** What keeps the portal from doing all it should, so that nobody has to find out by trying. */
export type Trouble =
  /** The last head that is anchored there was signed so long ago. */
  | { kind: "anchor-late"; anchor: AnchorName; seconds: number }
  /** The bucket does not keep what is written to it; or has something else where a head belongs. */
  | { kind: "anchor-unlocked" | "anchor-conflict" }
  /** Output has been on its way into the bucket for more than an hour, and stays in the database. */
  | { kind: "recordings-unmoved" }
  /** Since then; the glass can be broken all the same. */
  | { kind: "provider-away-long"; since: Date }
  | { kind: "provider-away" | "provider-misconfigured" | "gateway-away" | "jobs-away" }
  /** `percent` of what the database may hold. */
  | { kind: "store-nearly-full" | "store-full"; percent: number }
  /** `seconds` without a sign: how far it is off. */
  | {
      kind: "clock-ahead" | "clock-behind";
      process: ProcessName;
      against: "database" | "aws";
      seconds: number;
    }
  /** A role that a process can't become, in the accounts named. */
  | { kind: "role-denied" | "role-failed"; process: ProcessName; role: RoleName; accounts: string[] };

/** What is wrong with the portal now, the worst first. A database that is away has no page to be told on. */
export async function readTroubles(): Promise<Trouble[]> {
  const { DEAD_SECONDS } = config();
  const [living, found, offset, anchors, room, areUnmoved, away] = await Promise.all([
    livingKinds(DEAD_SECONDS),
    readProblems(DEAD_SECONDS),
    databaseClockOffset(reading()),
    readAnchorHealth(reading()),
    readRoom(),
    hasLatePacks(reading(), PACK_LATE_SECONDS),
    findAway(reading()),
  ]);
  const own = { kind: "web" as const, problems: clockProblem("database", offset) };
  const others = found.map(({ kind, problems }) => ({ kind, problems: problemsFrom(problems) }));
  return [
    ...(away?.since ? [{ kind: "provider-away-long", since: away.since } as const] : providerTroubles()),
    ...(living.has("gateway") ? [] : [{ kind: "gateway-away" } as const]),
    ...(living.has("jobs") ? [] : [{ kind: "jobs-away" } as const]),
    ...anchorTroubles(anchors),
    ...(areUnmoved ? [{ kind: "recordings-unmoved" } as const] : []),
    ...roomTroubles(room),
    ...summed([own, ...others]),
  ];
}

/** Heads are anchored every minute, and every five while nothing happens. */
const ANCHOR_LATE_SECONDS = 900;
/** What is put into the bucket is read there within seconds. */
const PACK_LATE_SECONDS = 3_600;

/** Each anchor by itself. What time does not mend is said at once. @param anchors those in use */
export function anchorTroubles(anchors: readonly AnchorHealth[]): Trouble[] {
  return anchors.flatMap(({ name, ageSeconds, failure }): Trouble[] => [
    ...(failure === "ANCHOR_UNLOCKED" ? [{ kind: "anchor-unlocked" } as const] : []),
    ...(failure === "ANCHOR_CONFLICT" ? [{ kind: "anchor-conflict" } as const] : []),
    ...(ageSeconds !== null && ageSeconds > ANCHOR_LATE_SECONDS
      ? [{ kind: "anchor-late", anchor: name, seconds: Math.floor(ageSeconds) } as const]
      : []),
  ]);
}

function providerTroubles(): Trouble[] {
  const trouble = providerTrouble();
  if (trouble === null) return [];
  return [{ kind: isPassing(trouble.cause) ? "provider-away" : "provider-misconfigured" }];
}

function roomTroubles(room: Room | null): Trouble[] {
  if (room === null || room.state === "enough") return [];
  return [{ kind: room.state === "full" ? "store-full" : "store-nearly-full", percent: room.percent }];
}

/** Said once for all processes of a kind, and once for all accounts in which the same role is missing. */
export function summed(
  found: readonly { kind: ProcessName; problems: readonly ProcessProblem[] }[],
): Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const { kind: process, problems } of found)
    for (const problem of problems) {
      if (problem.kind === "clock") {
        const { against, seconds } = problem;
        const kind = seconds > 0 ? "clock-ahead" : "clock-behind";
        troubles.set(`${process} ${kind} ${against}`, { kind, process, against, seconds: Math.abs(seconds) });
        continue;
      }
      const { role: tried, outcome, name, accountId } = problem;
      const kind = outcome === "denied" ? "role-denied" : "role-failed";
      const role = tried === "gateway" ? "reader" : tried;
      const key = `${process} ${kind} ${role}`;
      const known = troubles.get(key);
      const accounts = known && "accounts" in known ? known.accounts : [];
      const account = `${name} (${accountId})`;
      troubles.set(key, { kind, process, role, accounts: [...new Set([...accounts, account])] });
    }
  return [...troubles.values()];
}
