import type { Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { RequestExtension } from "@/lib/requests/request-hash";
import { findExtensionOf } from "../extension-store";
import { findFullGrant } from "../read-store";
import { coversWanted, mayExtend, type Wanted } from "../rules";
import { lockGrant } from "../store";

/**
 * What a person's request extends, if it is meant to: an access that they may extend, and that gives all they want.
 * @returns null for a request of its own; or NOT_FOUND | NODE_UNKNOWN, and what `mayExtend` refuses with
 */
export async function extensionOf(
  tx: Tx,
  actor: PersonActor,
  about: { grantId: string | undefined; wanted: Wanted; at: Date },
): Promise<Verdict<RequestExtension | null>> {
  const { grantId, wanted, at } = about;
  if (grantId === undefined) return allow(null);
  await lockGrant(tx, grantId);
  const grant = await findFullGrant(tx, grantId, at);
  if (!grant) return refuse("NOT_FOUND", { kind: "grant", id: grantId });
  const may = mayExtend(actor, grant, await findExtensionOf(tx, grantId), at);
  if (!may.ok) return may;
  return coversWanted(grant, wanted)
    ? allow({ grantId, until: grant.endsAt })
    : refuse("NODE_UNKNOWN", { nodes: wanted.nodes.map(({ id }) => id) });
}
