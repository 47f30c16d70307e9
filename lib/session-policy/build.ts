import { toIsoSeconds } from "@/lib/kernel/time";
import type { SessionScope } from "./scope";

/**
 * Writes the inline policy of one session: start the one recorded document on the one node inside the window, resume
 * inside the window, end, and open the channel. What is allowed is its intersection with the role's own policy.
 *
 * OpenDataChannel knows no resource types; its `*` gives nothing without a token that only a start or a resume mints.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
 *
 * Where the document names a KMS key: to make the channel's data key, and to have it decrypted for a gateway that takes
 * over, for this node and this session only.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 * @returns JSON without white space, about 1,000 (with a key 1,400) of the 2,048 characters that AWS takes
 */
export function buildSessionPolicy(scope: SessionScope): string {
  const { partition, accountId, region, nodeId, documentName, sessionId, keyArn } = scope;
  const node = nodeId.startsWith("mi-")
    ? `arn:${partition}:ssm:${region}:${accountId}:managed-instance/${nodeId}`
    : `arn:${partition}:ec2:${region}:${accountId}:instance/${nodeId}`;
  const document = `arn:${partition}:ssm:${region}:${accountId}:document/${documentName}`;
  // No session id of ours is a prefix of another, so the pattern takes in this session's ids only.
  const session = `arn:${partition}:ssm:${region}:${accountId}:session/${sessionId}-*`;
  const beforeEnd = { DateLessThan: { "aws:CurrentTime": toIsoSeconds(scope.endsAt) } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "ssm:StartSession",
        Resource: [node, document],
        Condition: {
          DateGreaterThanEquals: { "aws:CurrentTime": toIsoSeconds(scope.startsAt) },
          ...beforeEnd,
          // Without it a start that names no document would run the account's default one.
          BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" },
        },
      },
      { Effect: "Allow", Action: "ssm:ResumeSession", Resource: session, Condition: beforeEnd },
      { Effect: "Allow", Action: "ssm:TerminateSession", Resource: session },
      { Effect: "Allow", Action: "ssmmessages:OpenDataChannel", Resource: "*", Condition: beforeEnd },
      ...(keyArn === undefined
        ? []
        : [
            {
              Effect: "Allow",
              Action: ["kms:GenerateDataKey", "kms:Decrypt"],
              Resource: keyArn,
              Condition: {
                ...beforeEnd,
                StringEquals: { "kms:EncryptionContext:aws:ssm:TargetId": nodeId },
                StringLike: { "kms:EncryptionContext:aws:ssm:SessionId": `${sessionId}-*` },
              },
            },
          ]),
    ],
  });
}
