import { handleOf, type Tx } from "@/lib/db/client";

export interface PreviewFacts {
  readonly requesterId: string;
  readonly windowSeconds: number;
  readonly grant: { startsAt: Date; endsAt: Date } | null;
  readonly nodes: { id: string; accountId: string; region: string }[];
}

export async function findPreviewFacts(tx: Tx, requestId: string): Promise<PreviewFacts | null> {
  const row = await handleOf(tx).request.findUnique({
    where: { id: requestId },
    select: {
      requesterId: true,
      windowSeconds: true,
      grant: { select: { startsAt: true, endsAt: true } },
      nodes: {
        select: { node: { select: { id: true, accountId: true, region: true } } },
        orderBy: { node: { name: "asc" } },
      },
    },
  });
  return row && { ...row, nodes: row.nodes.map(({ node }) => node) };
}
