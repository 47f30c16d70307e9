import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { countRunning, searchGrants } from "@/lib/grants/read-store";
import { grantRow } from "@/lib/grants/rows";
import { listInbox } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { canSee, scopeSeen } from "@/lib/people/visibility";
import { findRequests, searchRequests } from "@/lib/requests/read-store";
import { requestRow } from "@/lib/requests/rows";
import { findReviews } from "@/lib/reviews/read-store";
import { reviewRows } from "@/lib/reviews/rows";
import { findLately } from "./store";
import type { HomeView, WaitingItem } from "./views";

const MOST_WAITING = 20;
const MOST_ASKED = 20;
const MOST_OPEN = 50;
const LATELY = 5;

/**
 * What the first page shows.
 * @throws AppError ROLE_MISSING when the person has no role at all
 */
export async function readHome(viewer: PersonActor): Promise<HomeView> {
  const ownerOf = (thing: "grants" | "sessions") => (scopeSeen(viewer, thing) === "own" ? viewer.id : null);
  const grantOwner = ownerOf("grants");
  const tx = reading();
  const at = await databaseNow(tx);
  const { waiting, waitingCount } = await findWaitingItems(tx, viewer, at);
  const asked = await searchRequests(tx, { state: "waiting" }, viewer.id, null, MOST_ASKED);
  const open = await searchGrants(tx, "running", grantOwner, { at, after: null, limit: MOST_OPEN });
  return {
    waiting,
    waitingCount,
    asked: asked.slice(0, MOST_ASKED).map((request) => requestRow(viewer, request, at)),
    openNow: open.slice(0, MOST_OPEN).map((grant) => grantRow(viewer, grant, at)),
    openCount: await countRunning(tx, grantOwner, at),
    lately: await findLately(
      tx,
      { ownerId: ownerOf("sessions"), isAuditSeen: canSee(viewer, "audit") },
      LATELY,
    ),
  };
}

async function findWaitingItems(
  tx: Tx,
  viewer: PersonActor,
  at: Date,
): Promise<Pick<HomeView, "waiting" | "waitingCount">> {
  const { entries, count } = await listInbox(tx, viewer, MOST_WAITING);
  const idsOf = (kind: "decision" | "review") =>
    entries.filter((entry) => entry.kind === kind).map(({ subjectId }) => subjectId);
  const requests = new Map(
    (await findRequests(tx, idsOf("decision"))).map((request) => [
      request.id,
      requestRow(viewer, request, at),
    ]),
  );
  const found = await findReviews(tx, idsOf("review"));
  const reviews = new Map((await reviewRows(tx, viewer, found, at)).map((review) => [review.id, review]));
  const waiting = entries.flatMap((entry): WaitingItem[] => {
    const request = requests.get(entry.subjectId);
    if (request) return [{ kind: "decision", since: entry.createdAt, request }];
    const review = reviews.get(entry.subjectId);
    return review ? [{ kind: "review", since: entry.createdAt, dueAt: review.dueAt, review }] : [];
  });
  return { waiting, waitingCount: count };
}
