import type { SessionSettings } from "../document-settings";
import type { AgentObjectSink, NodeRow, SessionPortDeps } from "../session-port";
import { objectKey } from "./at-end";

/** S3 as the agent of a node reaches it: with the rights of the node's own role. */
export async function objectsOf(
  node: NodeRow,
  { s3 }: SessionSettings,
  { objects, agentMay }: Pick<SessionPortDeps, "objects" | "agentMay">,
): Promise<AgentObjectSink> {
  if (!s3 || !agentMay) return objects;
  const bucket = `arn:aws:s3:::${s3.bucket}`;
  const mayRead = await agentMay(node, "s3:GetEncryptionConfiguration", bucket);
  const mayPut = await agentMay(node, "s3:PutObject", `${bucket}/${objectKey(s3.prefix, "session")}`);
  const refuse = () => {
    throw new Error("AccessDenied: Access Denied");
  };
  return {
    isEncrypted: mayRead ? objects.isEncrypted : refuse,
    putObject: mayPut ? objects.putObject : async () => refuse(),
  };
}
