import { accountOf } from "@/lib/aws/credentials";
import { type AwsNode, describeNodes } from "@/lib/aws/inventory";
import type { SystemActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import type { InventoryNode } from "./inventory-node";
import { saveInventory } from "./save-inventory";

/**
 * Reads the managed nodes of one account, its regions side by side: each is saved as it is read, and one that fails
 * or is slow hides no other.
 * @throws whatever failed first, after every region has been saved
 */
export async function readInventory(actor: SystemActor, accountId: string): Promise<void> {
  const { regions } = accountOf(accountId);
  const readings = await Promise.allSettled(
    regions.map((region) => readRegionInventory(actor, accountId, region)),
  );
  const failed = readings.find((reading) => reading.status === "rejected");
  if (failed) throw failed.reason;
}

/**
 * Reads the managed nodes of one region of an account from AWS and saves them. A reading that fails finds no node
 * missing; why it failed is saved.
 * @throws AppError AWS_*
 */
export async function readRegionInventory(
  actor: SystemActor,
  accountId: string,
  region: string,
): Promise<void> {
  const account = accountOf(accountId);
  try {
    const nodes = (await describeNodes(account, region)).map(nodeOf);
    await saveInventory(actor, { account, regions: [region], nodes, failure: null });
  } catch (error) {
    const failure = isAppError(error) ? error.code : "INTERNAL";
    await saveInventory(actor, { account, regions: [region], nodes: [], failure });
    throw error;
  }
}

function nodeOf(node: AwsNode): InventoryNode {
  return { ...node, name: node.tags.Name || node.name || node.hostName || node.id };
}
