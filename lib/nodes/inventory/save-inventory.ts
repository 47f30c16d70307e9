import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { storable } from "@/lib/kernel/text";
import { protectionOf } from "../rules";
import { findNodesOf, lockAccount, markMissing, saveAccount, saveReadings, upsertNodes } from "../store";
import type { InventoryNode } from "./inventory-node";

/**
 * Saves what was read of one account's inventory. Only a complete reading of a region may find that a node of it is
 * gone, and only of it; a region that is no longer connected has no nodes.
 * @param reading.regions which regions were read; all of the account's by default
 * @param reading.nodes what was read in them
 * @param reading.failure null: complete; otherwise why it is not, as an error code or AWS's own
 * @returns how many nodes were found for the first time (or again) and how many are gone
 */
export async function saveInventory(
  actor: SystemActor,
  reading: {
    account: Pick<AccountConfig, "accountId" | "name" | "protection" | "regions">;
    regions?: readonly string[];
    nodes: readonly InventoryNode[];
    failure: string | null;
  },
): Promise<{ found: number; lost: number }> {
  const { account, failure, regions = account.regions } = reading;
  return inTransaction(async (tx) => {
    await saveAccount(tx, account);
    await lockAccount(tx, account.accountId);
    const at = await databaseNow(tx);
    const known = new Map((await findNodesOf(tx, account.accountId)).map((node) => [node.id, node]));
    const nodes = [...new Map(reading.nodes.map((node) => [node.id, cleaned(node)])).values()].map(
      (node) => ({
        ...node,
        protection: protectionOf(account.protection, node.tags, known.get(node.id)?.protection),
      }),
    );
    const saved = await upsertNodes(tx, account.accountId, nodes, at);
    const found = nodes.filter((node) => saved.has(node.id) && (known.get(node.id)?.isMissing ?? true));
    for (const node of found)
      await appendEvent(tx, {
        code: "node.found",
        actor,
        subject: { nodeId: node.id },
        data: {
          name: node.name,
          account: account.accountId,
          region: node.region,
          protection: node.protection,
        },
      });
    const hasTurned = nodes.some((node) => (known.get(node.id)?.isOnline ?? node.isOnline) !== node.isOnline);
    if (found.length > 0 || hasTurned)
      await notify(tx, "rows_changed", { kind: "nodes", id: account.accountId });
    await saveReadings(tx, account, { regions, failure, at });
    if (failure !== null) return { found: found.length, lost: 0 };

    const read = new Set(nodes.map((node) => node.id));
    const isSeen = ({ region }: { region: string }) =>
      regions.includes(region) || !account.regions.includes(region);
    const lost = [...known.values()].filter((node) => isSeen(node) && !node.isMissing && !read.has(node.id));
    await markMissing(
      tx,
      lost.map((node) => node.id),
      at,
    );
    for (const node of lost)
      await appendEvent(tx, {
        code: "node.lost",
        actor,
        subject: { nodeId: node.id },
        data: { name: node.name, account: account.accountId, region: node.region },
      });
    if (lost.length > 0) await notify(tx, "rows_changed", { kind: "nodes", id: account.accountId });
    return { found: found.length, lost: lost.length };
  });
}

function cleaned(node: InventoryNode): InventoryNode {
  return {
    ...node,
    name: storable(node.name),
    hostName: storable(node.hostName),
    platform: storable(node.platform),
    agentVersion: storable(node.agentVersion),
    tags: Object.fromEntries(
      Object.entries(node.tags).map(([key, value]) => [storable(key), storable(value)]),
    ),
  };
}
