import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { searchGrants } from "@/lib/grants/read-store";
import { grantRow } from "@/lib/grants/rows";
import { countInboxByKind, listMostUrgent } from "@/lib/inbox/list-inbox";
import { findEntries } from "@/lib/inbox/store";
import { readWaitingForSecond } from "@/lib/keeping/waiting/read-waiting";
import type { PersonActor } from "@/lib/kernel/actor";
import { canSee, scopeSeen } from "@/lib/people/visibility";
import { mayWatch } from "@/lib/presence/watch-rules";
import { searchRequests } from "@/lib/requests/reading/read-store";
import { requestRow } from "@/lib/requests/rows";
import { findLately, findOpenShells } from "./store";
import { readTalk } from "./talk";
import type { AskedItem, HomeView } from "./views";
import { waitingItems } from "./waiting-items";

const MOST_WAITING = 10;
const MOST_ASKED = 20;
const MOST_ACCESS = 30;
const MOST_OPEN = 10;
const LATELY = 5;

/**
 * What the first page shows.
 * @throws AppError ROLE_MISSING when the person has no role at all
 */
export async function readHome(viewer: PersonActor): Promise<HomeView> {
  const owner = scopeSeen(viewer, "sessions") === "own" ? viewer.id : null;
  const tx = reading();
  const at = await databaseNow(tx);
  const isAuditSeen = canSee(viewer, "audit");
  const [waiting, counts, keeping, talk, asked, mine, open, activity] = await Promise.all([
    listMostUrgent(tx, viewer, MOST_WAITING).then((entries) => waitingItems(tx, viewer, entries, at)),
    countInboxByKind(viewer),
    readWaitingForSecond(viewer),
    readTalk(viewer),
    askedOf(tx, viewer, at),
    searchGrants(tx, "running", viewer.id, { at, after: null, limit: MOST_ACCESS }),
    findOpenShells(tx, owner, MOST_OPEN),
    findLately(tx, { ownerId: owner, isAuditSeen }, LATELY),
  ]);
  const access = mine.slice(0, MOST_ACCESS).map((grant) => grantRow(viewer, grant, at));
  const isOpen = ({ openSessions }: (typeof access)[number]) => openSessions.length > 0;
  return {
    waiting,
    waitingCount: Object.values(counts).reduce((sum, count) => sum + count, keeping.length),
    keeping,
    questions: talk.filter(({ kind }) => kind === "question"),
    access: [...access.filter(isOpen), ...access.filter((grant) => !isOpen(grant))],
    asked,
    open: open.shells.map((shell) => ({ ...shell, mayWatch: mayWatch(viewer, shell).ok })),
    openCount: open.count,
    activity,
  };
}

/** What the viewer requested and nobody has decided, with whom it waits for. */
async function askedOf(tx: Tx, viewer: PersonActor, at: Date): Promise<AskedItem[]> {
  const found = await searchRequests(tx, { state: "waiting" }, viewer, null, MOST_ASKED);
  const requests = found.slice(0, MOST_ASKED);
  const entries = await findEntries(
    tx,
    viewer,
    "decision",
    requests.map(({ id }) => id),
  );
  const items = new Map(
    (await waitingItems(tx, viewer, entries, at)).flatMap((item) =>
      item.kind === "decision" ? [[item.request.id, item.others] as const] : [],
    ),
  );
  return requests
    .map((request) => ({ request: requestRow(viewer, request, at), waitsFor: items.get(request.id) ?? [] }))
    .sort((a, b) => a.request.lapsesAt.getTime() - b.request.lapsesAt.getTime());
}
