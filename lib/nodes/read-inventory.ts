import { accountOf } from "@/lib/aws/credentials";
import { type AwsNode, describeNodes } from "@/lib/aws/inventory";
import type { SystemActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import { type InventoryNode, saveInventory } from "./save-inventory";

/**
 * Reads the managed nodes of one account from AWS, region by region, and saves them. A region that fails makes the
 * reading incomplete: nodes are then updated, but none is found missing.
 * @throws whatever failed first, after what was read has been saved
 */
export async function readInventory(actor: SystemActor, accountId: string): Promise<void> {
  const account = accountOf(accountId);
  const readings = await Promise.allSettled(account.regions.map((region) => describeNodes(account, region)));
  const nodes = readings.flatMap((reading) =>
    reading.status === "fulfilled" ? reading.value.map(nodeOf) : [],
  );
  const failed = readings.find((reading) => reading.status === "rejected");
  const failure = failed === undefined ? null : isAppError(failed.reason) ? failed.reason.code : "INTERNAL";
  await saveInventory(actor, { account, nodes, failure });
  if (failed !== undefined) throw failed.reason;
}

function nodeOf(node: AwsNode): InventoryNode {
  return { ...node, name: node.tags.Name || node.hostName || node.id };
}
