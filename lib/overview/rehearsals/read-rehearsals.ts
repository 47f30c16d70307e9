import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { type ObligationSentence, type Obligations, sentencesOf } from "@/lib/policy/obligations";
import { LOOSENING, REHEARSAL_KINDS } from "@/lib/policy/rehearsal/compare";
import { maySetPolicy } from "@/lib/policy/versions/rules";
import { findRequests } from "@/lib/requests/reading/read-store";
import type { FullRequest } from "@/lib/requests/store";
import { findRehearsals, type StoredRehearsal } from "./store";
import type { RehearsalView, RehearsedRow } from "./views";

/** So many requests stand under each kind of difference. */
const MOST_ROWS = 25;

/**
 * What proposals would have made of the requests of the last months, by the proposal's id; none yet while jobs are at it.
 * @throws AppError ROLE_MISSING
 */
export async function readRehearsals(
  viewer: PersonActor,
  policyIds: readonly string[],
): Promise<Map<string, RehearsalView>> {
  const may = maySetPolicy(viewer);
  if (!may.ok)
    throw new AppError(may.code, "rules are the administrators'", may.params ? { params: may.params } : {});
  const tx = reading();
  const stored = await findRehearsals(tx, policyIds);
  const requestIds = new Set(stored.flatMap(({ differences }) => differences.map(({ id }) => id)));
  const requests = new Map((await findRequests(tx, [...requestIds])).map((request) => [request.id, request]));
  return new Map(stored.map((rehearsal) => [rehearsal.policyId, viewOf(rehearsal, requests)]));
}

function viewOf(
  { counts, differences, ...rehearsal }: StoredRehearsal,
  requests: ReadonlyMap<string, FullRequest>,
): RehearsalView {
  const { since, finishedAt, extent, requestCount, rehearsedCount, todayCount } = rehearsal;
  return {
    ...{ since, finishedAt, extent, requestCount, rehearsedCount, todayCount },
    differences: REHEARSAL_KINDS.flatMap((kind) => {
      const count = counts[kind];
      if (count === undefined) return [];
      const rows = differences
        .filter(({ kinds }) => kinds.includes(kind))
        .slice(0, MOST_ROWS)
        .flatMap((difference) => {
          const request = requests.get(difference.id);
          return request ? [rowOf(difference, request)] : [];
        });
      return [{ kind, isLoosening: LOOSENING.includes(kind), count, rows }];
    }),
  };
}

function rowOf(
  { isOfToday, needs, refusal }: StoredRehearsal["differences"][number],
  { id, requesterName, nodes, createdAt, obligations }: FullRequest,
): RehearsedRow {
  return {
    ...{
      requestId: id,
      requesterName,
      nodeNames: nodes.map(({ name }) => name),
      createdAt,
      isOfToday,
      refusal,
    },
    before: needs ? sentencesWithout(obligations, needs) : [],
    after: needs ? sentencesWithout(needs, obligations) : [],
  };
}

/** What one set of obligations says and the other doesn't. How long access may be at most changed no request. */
function sentencesWithout(said: Obligations, other: Obligations): ObligationSentence[] {
  const others = new Set(sentencesOf(other).map(keyOf));
  return sentencesOf(said).filter(
    (sentence) => sentence.code !== "obligation.window" && !others.has(keyOf(sentence)),
  );
}

function keyOf({ code, params }: ObligationSentence): string {
  return JSON.stringify([code, params]);
}
