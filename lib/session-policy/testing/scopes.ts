import fc from "fast-check";
import type { SessionScope } from "../scope";

/** The scope that the unit tests speak of; its window opens at 10:00:00 and closes at 10:20:00. */
export const SCOPE: SessionScope = {
  partition: "aws",
  accountId: "111122223333",
  region: "eu-west-1",
  nodeId: "i-0f3a9c41d7e25b91c",
  documentName: "Halligan-Shell-60m-3fa9c1d2",
  sessionId: "ses_01jz5m0g4w8n6q2r7t9v1x3y5z",
  startsAt: new Date("2026-03-14T10:00:00Z"),
  endsAt: new Date("2026-03-14T10:20:00Z"),
};

/** The same where the session's document names a key. */
export const ENCRYPTED: SessionScope = {
  ...SCOPE,
  keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};

/** What the target role of the templates may do by itself. */
export const ROLE = {
  roleName: "HalliganTarget",
  boundary: undefined,
  policies: [
    {
      name: "RecordedShells",
      document: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "ssm:StartSession",
            Resource: [
              "arn:aws:ec2:*:111122223333:instance/*",
              "arn:aws:ssm:*:111122223333:managed-instance/*",
              "arn:aws:ssm:*:111122223333:document/Halligan-Shell-*",
            ],
            Condition: { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
          },
          {
            Effect: "Allow",
            Action: ["ssm:ResumeSession", "ssm:TerminateSession"],
            Resource: "arn:aws:ssm:*:111122223333:session/*",
          },
          { Effect: "Allow", Action: "ssmmessages:OpenDataChannel", Resource: "*" },
          {
            Effect: "Allow",
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: "arn:aws:kms:*:111122223333:key/*",
            Condition: { StringLike: { "kms:EncryptionContext:aws:ssm:SessionId": "ses_*" } },
          },
        ],
      }),
    },
  ],
};

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const crockford = fc
  .array(fc.constantFrom(..."0123456789abcdefghjkmnpqrstvwxyz"), { minLength: 26, maxLength: 26 })
  .map((all) => all.join(""));

/** Any scope that a grant of the account may have. */
export const scopes: fc.Arbitrary<SessionScope> = fc
  .record({
    region: fc.constantFrom("eu-west-1", "us-east-1", "ap-southeast-2"),
    nodeId: fc.oneof(
      hex(17).map((id) => `i-${id}`),
      hex(17).map((id) => `mi-${id}`),
      hex(8).map((id) => `i-${id}`),
    ),
    mark: hex(8),
    sessionId: crockford.map((id) => `ses_${id}`),
    startSeconds: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
    windowSeconds: fc.integer({ min: 2, max: 43_200 }),
    keyId: fc.option(
      fc.oneof(
        fc.uuid(),
        hex(32).map((id) => `mrk-${id}`),
      ),
      { nil: undefined },
    ),
  })
  .map(({ region, nodeId, mark, sessionId, startSeconds, windowSeconds, keyId }) => ({
    partition: "aws",
    accountId: "111122223333",
    ...{ region, nodeId, sessionId },
    documentName: `Halligan-Shell-60m-${mark}`,
    startsAt: new Date(startSeconds * 1000),
    endsAt: new Date((startSeconds + windowSeconds) * 1000),
    ...(keyId === undefined ? {} : { keyArn: `arn:aws:kms:${region}:111122223333:key/${keyId}` }),
  }));
