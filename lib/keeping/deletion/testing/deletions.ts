import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { inTransaction } from "@/lib/db/client";
import { createRequest } from "@/lib/grants/requesting/create-request";
import type { SessionId } from "@/lib/kernel/ids";
import { makeDueSegments } from "@/lib/recordings/segments/make-due-segments";
import { makeSegments } from "@/lib/recordings/segments/segmenter";
import { startRecording } from "@/lib/recordings/start-recording";
import { insertRanges } from "@/lib/recordings/store";
import { indexDueText } from "@/lib/recordings/text-index/indexing/index-due-text";
import { putSession } from "@/lib/requests/testing/store";
import { jobs, type Login, NODES, type World } from "@/lib/requests/testing/world";
import { closeReview } from "@/lib/reviews/close-review";
import { openReview } from "@/lib/reviews/open-review";
import { fetchedLog } from "@/lib/trail/intake/testing/fetched-log";
import { askDeletion } from "../ask-deletion";
import { confirmDeletion } from "../confirm-deletion";
import { deleteRecordings } from "../delete-recordings";

export const REASON = "The customer asked that what was shown of them is deleted";
export const gateway = { kind: "system", name: "gateway", origin: "gateway-under-test" } as const;
export const never = () => false;

/** Sessions whose recordings can be deleted, and what processes do to delete them. */
export async function openDeletions(world: World) {
  const created = await createRequest(world.people.ana, {
    nodeIds: [NODES.ledger],
    justification: "Worker stuck, queue grows",
    incident: "INC-2232",
    windowSeconds: 1800,
  });
  const grantId = created.grantId ?? "";

  async function as<T>(login: Login, work: () => Promise<T>): Promise<T> {
    await world.as(login);
    try {
      return await work();
    } finally {
      await world.as("web");
    }
  }

  async function backdate(sessionId: string, days: number): Promise<void> {
    const ago = `interval '${days * 24 + 1} hours'`;
    await world.owner(
      `update recordings set started_at = started_at - ${ago} where session_id = '${sessionId}'`,
    );
    await world.owner(`update recording_ranges set at = at - ${ago} where session_id = '${sessionId}'`, {
      past: "recording_ranges",
    });
  }

  /** A session that is over: recorded, in segments, indexed, logged by its node, sealed. Its review is closed, or open. */
  async function recorded({
    ranges = 30,
    size = 2_000,
    isReviewed = true,
    isMade = true,
    /** How long ago it began. */
    daysAgo = 0,
  } = {}): Promise<SessionId> {
    const { ana, cleo } = world.people;
    const sessionId = await putSession({
      ...{ grantId, personId: ana.id, nodeId: NODES.ledger, state: "ended", openedAt: new Date() },
    });
    await world.owner(`update sessions set epoch = 1 where id = '${sessionId}'`);
    await as("gateway", async () => {
      await startRecording(sessionId);
      const bytes = Buffer.from(
        `${"secret of a customer ".repeat(Math.ceil(size / 21)).slice(0, size - 2)}\r\n`,
      );
      const rows = Array.from({ length: ranges }, (_, index) => ({
        ...{ sessionId, epoch: 1, kind: "o" as const, firstSequence: index, lastSequence: index },
        ...{ byteCount: bytes.length, bytes },
      }));
      for (let from = 0; from < ranges; from += 50) await insertRanges(rows.slice(from, from + 50));
      if (daysAgo > 0) await backdate(sessionId, daysAgo);
      await world.owner(
        `update recordings set closed_at = clock_timestamp() where session_id = '${sessionId}'`,
      );
      await inTransaction(async (tx) =>
        appendEvent(tx, {
          ...{ code: "recording.closed", actor: gateway, subject: { sessionId } },
          data: await contentOf(tx, "recording", sessionId),
        }),
      );
    });
    const reviewId = await as("jobs", async () => {
      if (isMade) await makeDueSegments(async (...given) => makeSegments(...given), never);
      await indexDueText(never);
      await fetchedLog(jobs, sessionId, ["secret of a customer", "exit"]);
      await sealDue();
      return (await openReview(jobs, { sessionId })) ?? "";
    });
    if (isReviewed)
      await closeReview(cleo, { reviewId, verdict: "in-order", notes: "restarted the worker, nothing else" });
    return sessionId;
  }

  /** Asked by one administrator and confirmed by the other. */
  async function confirmed(sessionId: string): Promise<string> {
    const { deletionId } = await askDeletion(world.people.dov, { sessionId, reason: REASON });
    await confirmDeletion(world.people.fay, { deletionId });
    return deletionId;
  }

  /** Rounds of jobs and its sealer, until nothing is left to do. */
  const deleteAll = () =>
    as("jobs", async () => {
      for (let round = 0; round < 3; round += 1) {
        await sealDue();
        await deleteRecordings(jobs, never);
      }
      await sealDue();
    });

  return { as, grantId, recorded, confirmed, deleteAll };
}
