import { handleOf, type Tx } from "@/lib/db/client";
import type { InputRow } from "./open-input";

/** Ranges of input and sizes behind another, at most `limit`. */
export async function findInputRows(
  tx: Tx,
  sessionId: string,
  { after, limit }: { after: bigint; limit: number },
): Promise<InputRow[]> {
  const rows = await handleOf(tx).recordingRange.findMany({
    where: { sessionId, id: { gt: after }, kind: { in: ["i", "r"] } },
    select: {
      id: true,
      epoch: true,
      kind: true,
      firstSequence: true,
      byteCount: true,
      bytes: true,
      at: true,
    },
    orderBy: { id: "asc" },
    take: limit,
  });
  return rows.map(({ id, kind, firstSequence, at, ...row }) => ({
    ...row,
    ...{ id: String(id), kind: kind === "r" ? "r" : "i", sequence: Number(firstSequence) },
    at: at.toISOString(),
  }));
}
