import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { insertChunk, insertLogEvents, insertObject } from "../store";

/** Keeps lines of a node's log and an object of one piece, with their events, as fetching them from AWS does. */
export async function fetchedLog(
  actor: SystemActor,
  sessionId: string,
  lines: readonly string[],
): Promise<void> {
  const at = new Date();
  await inTransaction(async (tx) => {
    const of = { sessionId, version: "v1" };
    const bytes = Uint8Array.from(Buffer.from(lines.join("\n")));
    await insertLogEvents(
      tx,
      lines.map((message, position) => ({
        eventId: `${sessionId}-${position}`,
        sessionId,
        position,
        at,
        message,
      })),
    );
    await insertChunk(tx, { ...of, number: 0, bytes });
    const size = BigInt(bytes.length);
    await insertObject(tx, { ...of, bucket: "logs", key: sessionId, size, keptBytes: size, modifiedAt: at });
    await appendEvent(tx, {
      ...{ code: "evidence.fetched", actor, subject: { sessionId } },
      data: { log: lines.length, trail: 0, ...(await contentOf(tx, "fetched", sessionId)) },
    });
    await appendEvent(tx, {
      ...{ code: "evidence.object-kept", actor, subject: { sessionId } },
      data: { version: "v1", ...(await contentOf(tx, "log-object", `${sessionId} v1`)) },
    });
  });
}
