import { listEvents } from "@/lib/audit/lists/list-events";
import { closeDatabase } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { config, type Role } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { listRequests } from "@/lib/requests/lists/list-requests";
import { listReviews } from "@/lib/reviews/lists/list-reviews";
import { listSessions } from "@/lib/sessions/lists/list-sessions";
import { percentile } from "./measure";

const LOADS = 30;
const NODE = `i-${(3).toString(16).padStart(17, "0")}`;
const personOf = (number: number) => `per_${String(number).padStart(26, "0")}`;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
/** In the middle of the three years. */
const MIDDLE = Buffer.from(JSON.stringify([daysAgo(550).toISOString(), "~"])).toString("base64url");

export type Load = () => Promise<{ rows: unknown[] }>;

function viewer(id: string, roles: Role[]): PersonActor {
  const signInId = newId("signIn");
  const about = { name: "Somebody", groups: [], groupsReadAt: new Date(), origin: "bench" };
  return { kind: "person", id: id as PersonActor["id"], roles, signInId, ...about };
}

const cleo = viewer("per_00000000000000000000009999", ["reviewer"]);
const ana = viewer(personOf(2), ["engineer"]);

/** The lists as people ask for them: each has as many rows in its page, however large the table is. */
export const LISTS: Readonly<Record<string, Load>> = {
  "requests, first page": () => listRequests(cleo),
  "requests, deep page": () => listRequests(cleo, {}, { cursor: MIDDLE }),
  "requests, my own": () => listRequests(ana),
  "requests, my own of a state": () => listRequests(ana, { state: "approved" }),
  "requests, of a state": () => listRequests(cleo, { state: "denied" }),
  "requests, of a node": () => listRequests(cleo, { nodeId: NODE }),
  "requests, of an account": () => listRequests(cleo, { accountId: "444455556666" }),
  "requests, a frequent word": () => listRequests(cleo, { search: "disk" }),
  "requests, a rare word": () => listRequests(cleo, { search: "zugzwang" }),
  "requests, a word that nobody wrote": () => listRequests(cleo, { search: "xylophone" }),
  "sessions, first page": () => listSessions(cleo),
  "sessions, deep page": () => listSessions(cleo, {}, { cursor: MIDDLE }),
  "sessions, my own": () => listSessions(ana),
  "sessions, of a node": () => listSessions(cleo, { nodeId: NODE }),
  "sessions, a rare end": () => listSessions(cleo, { endReason: "swept" }),
  "sessions, a frequent word": () => listSessions(cleo, { search: "disk" }),
  "sessions, a rare word": () => listSessions(cleo, { search: "zugzwang" }),
  "reviews, the queue": () => listReviews(cleo, { state: "open" }),
  "reviews, deep page": () => listReviews(cleo, {}, { cursor: MIDDLE }),
  "reviews, my own": () => listReviews(ana),
  "reviews, a rare verdict": () => listReviews(cleo, { verdict: "violation" }),
  "reviews, a rare word": () => listReviews(cleo, { search: "zugzwang" }),
  "audit, first page": () => listEvents(cleo),
  "audit, deep page": () => listEvents(cleo, { cursor: MIDDLE }),
  "audit, of a code": () => listEvents(cleo, { code: "session.opened" }),
  "audit, what was refused": () => listEvents(cleo, { outcome: "refused" }),
  "audit, of a person": () => listEvents(cleo, { actorId: personOf(2) }),
  "audit, of a node": () => listEvents(cleo, { subjectId: NODE }),
};

/** Loads each list from one database, warm. @returns median milliseconds by list */
export async function measureLists(url: string): Promise<Map<string, number>> {
  await closeDatabase();
  config().DATABASE_URL = url;
  const medians = new Map<string, number>();
  for (const [name, load] of Object.entries(LISTS)) {
    for (let warm = 0; warm < 4; warm++) await load();
    const times: number[] = [];
    for (let turn = 0; turn < LOADS; turn++) {
      const startedAt = performance.now();
      await load();
      times.push(performance.now() - startedAt);
    }
    medians.set(
      name,
      percentile(
        times.sort((a, b) => a - b),
        0.5,
      ),
    );
  }
  await closeDatabase();
  return medians;
}
