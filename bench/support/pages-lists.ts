import { countEvents, listAuditLines, listEvents } from "@/lib/audit/lists/list-events";
import { closeDatabase } from "@/lib/db/client";
import type { RowCount } from "@/lib/db/lists/count-rows";
import type { PersonActor } from "@/lib/kernel/actor";
import { config, type Role } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { listNodes } from "@/lib/nodes/lists/list-nodes";
import { NODE_SORTS, type NodeSort } from "@/lib/nodes/views";
import { countRequests, listRequests } from "@/lib/requests/lists/list-requests";
import { countReviews, listReviews } from "@/lib/reviews/lists/list-reviews";
import { countSessions, listSessions } from "@/lib/sessions/lists/list-sessions";
import { percentile } from "./measure";

const LOADS = 30;
const NODE = `i-${(3).toString(16).padStart(17, "0")}`;
const personOf = (number: number) => `per_${String(number).padStart(26, "0")}`;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
/** In the middle of the three years. */
const MIDDLE = Buffer.from(JSON.stringify([daysAgo(550).toISOString(), "~"])).toString("base64url");

export type Load = () => Promise<{ rows: unknown[] }>;

function viewer(id: string, roles: Role[], groups: string[] = []): PersonActor {
  const signInId = newId("signIn");
  const about = { name: "Somebody", groups, groupsReadAt: new Date(), origin: "bench" };
  return { kind: "person", id: id as PersonActor["id"], roles, signInId, ...about };
}

const cleo = viewer("per_00000000000000000000009999", ["reviewer"]);
const ben = viewer(personOf(3), ["approver"], ["sre-leads"]);
const ana = viewer(personOf(2), ["engineer"]);

/** A list as people ask for it, and how many rows and index entries of one table it reads at most, whatever its size. */
export interface BoundedList {
  load: Load;
  most: number;
}

/** A page of 30 by an index in its order: 31 entries, and each of its rows by its id. */
const inOrder = (load: Load): BoundedList => ({ load, most: 100 });
/** A page that the first thousand rows fill. */
const inFirstWindow = (load: Load): BoundedList => ({ load, most: 1_100 });
/** A page that eight thousand rows fill: after the thousand, and the look whether there are more. */
const inSecondWindow = (load: Load): BoundedList => ({ load, most: 10_100 });
/** Some twenty rows that are looked for everywhere: a thousand looked through, as many to see whether there are more. */
const amongAll = (load: Load): BoundedList => ({ load, most: 2_200 });

/** The lists as people ask for them: each has as many rows in its page, however large the table is. */
export const LISTS: Readonly<Record<string, BoundedList>> = {
  "requests, first page": inOrder(() => listRequests(cleo)),
  "requests, oldest first": inOrder(() => listRequests(cleo, {}, { isReversed: true })),
  "requests, that need me": inOrder(() => listRequests(ben, { needsMe: true })),
  "requests, deep page": inOrder(() => listRequests(cleo, {}, { cursor: MIDDLE })),
  "requests, my own": inOrder(() => listRequests(ana)),
  "requests, my own of a state": inOrder(() => listRequests(ana, { state: "approved" })),
  "requests, of a state": inOrder(() => listRequests(cleo, { state: "denied" })),
  "requests, of a node": inSecondWindow(() => listRequests(cleo, { nodeId: NODE })),
  "requests, of an account": inFirstWindow(() => listRequests(cleo, { accountId: "444455556666" })),
  "requests, a frequent word": inFirstWindow(() => listRequests(cleo, { search: "disk" })),
  "requests, a rare word": amongAll(() => listRequests(cleo, { search: "zugzwang" })),
  "requests, a word that nobody wrote": amongAll(() => listRequests(cleo, { search: "xylophone" })),
  "requests, by state": inOrder(() => listRequests(cleo, {}, { sort: "state" })),
  "requests, by state from the end": inOrder(() => listRequests(cleo, {}, { sort: "-state" })),
  "requests, my own by state": inSecondWindow(() => listRequests(ana, {}, { sort: "state" })),
  "requests, a rare word by state": amongAll(() =>
    listRequests(cleo, { search: "zugzwang" }, { sort: "state" }),
  ),
  "sessions, first page": inOrder(() => listSessions(cleo)),
  "sessions, oldest first": inOrder(() => listSessions(cleo, {}, { isReversed: true })),
  "sessions, deep page": inOrder(() => listSessions(cleo, {}, { cursor: MIDDLE })),
  "sessions, my own": inOrder(() => listSessions(ana)),
  "sessions, of a node": inOrder(() => listSessions(cleo, { nodeId: NODE })),
  "sessions, a rare end": inOrder(() => listSessions(cleo, { endReason: "swept" })),
  "sessions, a frequent word": inFirstWindow(() => listSessions(cleo, { search: "disk" })),
  "sessions, a rare word": amongAll(() => listSessions(cleo, { search: "zugzwang" })),
  "sessions, the longest": inOrder(() => listSessions(cleo, {}, { sort: "-length" })),
  "sessions, the shortest": inOrder(() => listSessions(cleo, {}, { sort: "length" })),
  "sessions, my own, the longest": inSecondWindow(() => listSessions(ana, {}, { sort: "-length" })),
  "sessions, a frequent word, the longest": inFirstWindow(() =>
    listSessions(cleo, { search: "disk" }, { sort: "-length" }),
  ),
  "reviews, the queue": inOrder(() => listReviews(cleo, { state: "open" })),
  "reviews, the queue from its end": inOrder(() =>
    listReviews(cleo, { state: "open" }, { isReversed: true }),
  ),
  "reviews, closed last": inOrder(() => listReviews(cleo, { state: "closed" }, { sort: "-closed" })),
  "reviews, a verdict, closed first": inFirstWindow(() =>
    listReviews(cleo, { verdict: "in-order" }, { sort: "closed" }),
  ),
  "reviews, deep page": inOrder(() => listReviews(cleo, {}, { cursor: MIDDLE })),
  "reviews, my own": inSecondWindow(() => listReviews(ana)),
  "reviews, a rare verdict": inOrder(() => listReviews(cleo, { verdict: "violation" })),
  "reviews, a rare word": amongAll(() => listReviews(cleo, { search: "zugzwang" })),
  "audit, first page": inOrder(() => listEvents(cleo)),
  "audit, oldest first": inOrder(() => listEvents(cleo, { isReversed: true })),
  "audit, joined to lines": inFirstWindow(() => listAuditLines(cleo)),
  "audit, deep page": inOrder(() => listEvents(cleo, { cursor: MIDDLE })),
  "audit, of a code": inOrder(() => listEvents(cleo, { code: "session.opened" })),
  "audit, what was refused": inOrder(() => listEvents(cleo, { outcome: "refused" })),
  "audit, of a person": inOrder(() => listEvents(cleo, { actorId: personOf(2) })),
  "audit, of a node": inOrder(() => listEvents(cleo, { subjectId: NODE })),
};

/** The nodes in each of their orders. */
export const NODE_LISTS: Readonly<Record<string, BoundedList>> = Object.fromEntries(
  Object.keys(NODE_SORTS).flatMap((column) =>
    (["", "-"] as const).map((way) => [
      `${way}${column}`,
      inOrder(() => listNodes(cleo, {}, { sort: `${way}${column}` as NodeSort })),
    ]),
  ),
);

const counted = (count: Promise<RowCount>) => count.then((rows) => ({ rows: [rows] }));

/** Their numbers: to a thousand, or through five thousand rows and a look whether there are more. */
export const COUNTS: Readonly<Record<string, BoundedList>> = {
  "requests, all": { load: () => counted(countRequests(cleo)), most: 1_001 },
  "requests, my own": { load: () => counted(countRequests(ana)), most: 1_001 },
  "requests, a frequent word": { load: () => counted(countRequests(cleo, { search: "disk" })), most: 6_002 },
  "requests, a rare word": { load: () => counted(countRequests(cleo, { search: "zugzwang" })), most: 11_100 },
  "sessions, of a node": { load: () => counted(countSessions(cleo, { nodeId: NODE })), most: 1_001 },
  "sessions, a rare word": { load: () => counted(countSessions(cleo, { search: "zugzwang" })), most: 11_100 },
  "reviews, a rare word": { load: () => counted(countReviews(cleo, { search: "zugzwang" })), most: 11_100 },
  "audit, all": { load: () => counted(countEvents(cleo)), most: 1_001 },
  "audit, of a node": { load: () => counted(countEvents(cleo, { subjectId: NODE })), most: 1_001 },
};

/** Loads each list from one database, warm. @returns median milliseconds by list */
export async function measureLists(url: string): Promise<Map<string, number>> {
  await closeDatabase();
  config().DATABASE_URL = url;
  const medians = new Map<string, number>();
  for (const [name, { load }] of Object.entries(LISTS)) {
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
