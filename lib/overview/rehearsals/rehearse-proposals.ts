import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { eachByItself } from "@/lib/kernel/each-by-itself";
import type { ErrorParams } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import { addSeconds } from "@/lib/kernel/time";
import type { RuleSettings } from "@/lib/policy/evaluate";
import type { RehearsalKind } from "@/lib/policy/rehearsal/compare";
import type { RehearsalStep, RehearsedDifference } from "@/lib/policy/rehearsal/rehearse";
import {
  countRequests,
  findPastRequests,
  findRequestSizes,
  findUnrehearsed,
  findWaitingFiles,
  insertRehearsal,
  type KeptDifference,
  type Rehearsal,
} from "./store";

const DAYS = 90;
/** Of each kind of difference so many requests are kept; all are counted. */
const MOST_KEPT = 25;
/** A refusal's lists are as long as rules and requests are. */
const MOST_PARAMS = 10;
const LONGEST_PARAM = 300;

/** How much of the past one rehearsal asks about, and in which pieces. */
export interface RehearsalLimits {
  readonly requests: number;
  /** Begun no later than this. */
  readonly milliseconds: number;
  /** So many nodes in a piece; a request is never parted. */
  readonly nodesAtOnce: number;
}
export const REHEARSAL_LIMITS: RehearsalLimits = {
  requests: 10_000,
  milliseconds: 120_000,
  nodesAtOnce: 300,
};

/**
 * Asks rules that were proposed, and found valid, about the requests of the last 90 days, the newest first, and writes
 * down once which of them they would have decided otherwise.
 * @param rehearse asks in a thread with limits of time and memory; it fails when the thread does
 * @param isStopping the process ends, and its threads with it: another process begins anew
 */
export async function rehearseProposals(
  actor: SystemActor,
  rehearse: (step: RehearsalStep) => Promise<RehearsedDifference[]>,
  settings: RuleSettings,
  isStopping: () => boolean,
  limits: RehearsalLimits = REHEARSAL_LIMITS,
): Promise<void> {
  await eachByItself(await findUnrehearsed(reading()), async (policyId) => {
    const files = isStopping() ? null : await findWaitingFiles(reading(), policyId);
    if (!files) return;
    const found = await rehearseOne(policyId, (requests) => rehearse({ files, settings, requests }), {
      isStopping,
      limits,
    });
    if (isStopping()) return;
    await inTransaction(async (tx) => {
      await insertRehearsal(tx, policyId, found);
      await appendEvent(tx, {
        ...{ code: "policy.rehearsed", actor },
        data: {
          ...{
            policyId,
            extent: found.extent,
            requests: found.requestCount,
            rehearsed: found.rehearsedCount,
          },
          ...{ differences: found.differenceCount },
          ...(await contentOf(tx, "policy-rehearsed", policyId)),
        },
      });
    });
  });
}

async function rehearseOne(
  policyId: string,
  rehearse: (requests: RehearsalStep["requests"]) => Promise<RehearsedDifference[]>,
  { isStopping, limits }: { isStopping: () => boolean; limits: RehearsalLimits },
): Promise<Rehearsal & { differenceCount: number }> {
  const begunAt = performance.now();
  const tx = reading();
  const since = addSeconds(await databaseNow(tx), -DAYS * 86_400);
  const sizes = await findRequestSizes(tx, since, limits.requests);
  const requestCount = sizes.length < limits.requests ? sizes.length : await countRequests(tx, since);
  const counts: Partial<Record<RehearsalKind, number>> = {};
  const differences: KeptDifference[] = [];
  const sums = { rehearsedCount: 0, todayCount: 0, differenceCount: 0 };
  let extent: Rehearsal["extent"] = sizes.length < requestCount ? "most" : "all";
  for (const ids of piecesOf(sizes, limits.nodesAtOnce)) {
    if (isStopping()) break;
    if (performance.now() - begunAt > limits.milliseconds) {
      extent = "time";
      break;
    }
    const requests = await findPastRequests(tx, ids);
    const ofToday = new Set(requests.flatMap(({ id, isOfToday }) => (isOfToday ? [id] : [])));
    const found = await rehearse(requests.map(({ isOfToday: _, ...request }) => request)).catch(
      (error: unknown) => {
        log.warn("rehearsing a policy failed", { policyId, error });
        return null;
      },
    );
    if (!found) {
      extent = "failed";
      break;
    }
    for (const difference of found) {
      const isShown = difference.kinds.some((kind) => (counts[kind] ?? 0) < MOST_KEPT);
      for (const kind of difference.kinds) counts[kind] = (counts[kind] ?? 0) + 1;
      if (isShown) differences.push({ ...brief(difference), isOfToday: ofToday.has(difference.id) });
    }
    sums.rehearsedCount += requests.length;
    sums.todayCount += ofToday.size;
    sums.differenceCount += found.length;
  }
  return { since, extent, requestCount, ...sums, counts, differences };
}

function piecesOf(sizes: readonly { id: string; nodes: number }[], nodesAtOnce: number): string[][] {
  const pieces: string[][] = [];
  let room = 0;
  for (const { id, nodes } of sizes) {
    if (nodes > room || pieces.length === 0) {
      pieces.push([]);
      room = nodesAtOnce;
    }
    pieces.at(-1)?.push(id);
    // One without nodes is work too.
    room -= Math.max(1, nodes);
  }
  return pieces;
}

function brief({ refusal, ...difference }: RehearsedDifference): RehearsedDifference {
  if (!refusal) return { ...difference, refusal };
  const params: ErrorParams = Object.fromEntries(
    Object.entries(refusal.params).map(([name, value]) => [
      name,
      typeof value === "number" || typeof value === "string"
        ? value
        : value.slice(0, MOST_PARAMS).map((text) => text.slice(0, LONGEST_PARAM)),
    ]),
  );
  return { ...difference, refusal: { code: refusal.code, params } };
}
