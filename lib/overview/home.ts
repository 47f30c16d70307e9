import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { countRunning, searchGrants } from "@/lib/grants/read-store";
import { grantRow } from "@/lib/grants/rows";
import { countInboxByKind, listMostUrgent } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { canSee, scopeSeen } from "@/lib/people/visibility";
import { searchRequests } from "@/lib/requests/reading/read-store";
import { requestRow } from "@/lib/requests/rows";
import { findLately } from "./store";
import type { HomeView } from "./views";
import { waitingItems } from "./waiting-items";

const MOST_WAITING = 10;
const MOST_ASKED = 20;
const MOST_OPEN = 30;
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
  const isAuditSeen = canSee(viewer, "audit");
  const [waiting, counts, asked, open, openCount, lately] = await Promise.all([
    listMostUrgent(tx, viewer, MOST_WAITING).then((entries) => waitingItems(tx, viewer, entries, at)),
    countInboxByKind(viewer),
    searchRequests(tx, { state: "waiting" }, viewer.id, null, MOST_ASKED),
    searchGrants(tx, "running", grantOwner, { at, after: null, limit: MOST_OPEN }),
    countRunning(tx, grantOwner, at),
    findLately(tx, { ownerId: ownerOf("sessions"), isAuditSeen }, LATELY),
  ]);
  return {
    waiting,
    waitingCount: counts.decision + counts.review,
    asked: asked.slice(0, MOST_ASKED).map((request) => requestRow(viewer, request, at)),
    openNow: open.slice(0, MOST_OPEN).map((grant) => grantRow(viewer, grant, at)),
    openCount,
    lately,
  };
}
