import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { findSealedRows } from "../../evidence/bundle-store";
import { MovedOutput } from "../moved-output";

/** A recording's output, range by range, wherever it lies, as text. */
export async function readOutput(sessionId: string): Promise<string[]> {
  const ids = await handleOf(owning()).recordingRange.findMany({
    where: { sessionId, kind: "o" },
    select: { id: true },
  });
  const moved = new MovedOutput(sessionId);
  const found: string[] = [];
  for (const { id, bytes, isMoved } of await findSealedRows(
    reading(),
    ids.map((row) => String(row.id)),
  ))
    found.push(Buffer.from(isMoved ? await moved.bytesOf(id) : (bytes ?? "")).toString());
  return found;
}
