import type { NodeRow, SessionPortDeps } from "../session-port";
import type { OpenDataKey } from "./agent-encryption";

/** How a node's agent gets a session's data key: by its own role, from the key that the document names. */
export function dataKeyOpener(
  node: NodeRow,
  kmsKeyId: string | undefined,
  { keys, agentMay }: Pick<SessionPortDeps, "keys" | "agentMay">,
): OpenDataKey {
  return async (ciphertextBlob, context) => {
    const arn = kmsKeyId === undefined ? undefined : keys?.arnOf(node.accountId, node.region, kmsKeyId);
    if (!keys || arn === undefined) throw new Error(`NotFoundException: there is no key ${kmsKeyId}`);
    if (agentMay && !(await agentMay(node, "kms:Decrypt", arn, context)))
      throw new Error(`AccessDeniedException: ${node.roleName} may not decrypt with ${arn}`);
    return keys.decrypt(arn, ciphertextBlob, context);
  };
}
