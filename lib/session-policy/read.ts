import { z } from "zod";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { SessionScope } from "./scope";

/**
 * Reads a finished session policy without knowing how it was built (invariant 3: it shares no code with the builder)
 * and says what it permits. It takes four statements of closed shapes in one order, and a fifth where a key of
 * KMS encrypts the channel; anything else, harmless or not, is refused.
 * @returns the scope it found, or POLICY_UNSAFE with why
 */
export function readSessionPolicy(text: string): Verdict<SessionScope> {
  if (text.length > LONGEST) return unsafe("too-long");
  const parsed = parse(text);
  if (!parsed) return unsafe("unknown-shape");
  const [start, resume, terminate, channel, key] = parsed.Statement;
  const [node, document] = start.Resource;

  const [, partition = "", , region = "", accountId = ""] = node.split(":");
  const own = [partition, region, accountId].join();
  for (const arn of [document, resume.Resource, terminate.Resource]) {
    const [, otherPartition, , otherRegion, otherAccount] = arn.split(":");
    if ([otherPartition, otherRegion, otherAccount].join() !== own) return unsafe("several-places");
  }
  if (resume.Resource !== terminate.Resource) return unsafe("several-sessions");

  const startsAt = start.Condition.DateGreaterThanEquals["aws:CurrentTime"];
  const endsAt = start.Condition.DateLessThan["aws:CurrentTime"];
  for (const { Condition } of [resume, channel])
    if (Condition.DateLessThan["aws:CurrentTime"].getTime() !== endsAt.getTime())
      return unsafe("several-ends");
  if (startsAt >= endsAt) return unsafe("no-window");

  if (key) {
    const { DateLessThan, StringEquals, StringLike } = key.Condition;
    const [, keyPartition, , keyRegion] = key.Resource.split(":");
    if (keyPartition !== partition || keyRegion !== region) return unsafe("several-places");
    if (DateLessThan["aws:CurrentTime"].getTime() !== endsAt.getTime()) return unsafe("several-ends");
    if (StringEquals["kms:EncryptionContext:aws:ssm:TargetId"] !== afterSlash(node))
      return unsafe("several-nodes");
    if (StringLike["kms:EncryptionContext:aws:ssm:SessionId"] !== afterSlash(resume.Resource))
      return unsafe("several-sessions");
  }

  return allow({
    ...(key ? { keyArn: key.Resource } : {}),
    partition,
    region,
    accountId,
    nodeId: afterSlash(node),
    documentName: afterSlash(document),
    sessionId: afterSlash(resume.Resource).slice(0, -"-*".length),
    startsAt,
    endsAt,
  });
}

/** What STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST = 2048;

const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  // The 31st of February would be read as a day of March.
  .refine((text) => isReal(text))
  .transform((text) => new Date(text));

const before = z.strictObject({ DateLessThan: z.strictObject({ "aws:CurrentTime": instant }) });
const allowed = { Effect: z.literal("Allow") };
const nodeArn =
  /^arn:aws[a-z-]*:(ec2:[a-z0-9-]+:\d{12}:instance\/i|ssm:[a-z0-9-]+:\d{12}:managed-instance\/mi)-[0-9a-f]{8,17}$/;
const documentArn = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:document\/[A-Za-z0-9_.-]{3,128}$/;
const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-z-]{1,64}$/;
const ownSessions = z.string().regex(/^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:session\/ses_[0-9a-z]{26}-\*$/);

const start = z.strictObject({
  ...allowed,
  Action: z.literal("ssm:StartSession"),
  Resource: z.tuple([z.string().regex(nodeArn), z.string().regex(documentArn)]),
  Condition: z.strictObject({
    ...before.shape,
    DateGreaterThanEquals: z.strictObject({ "aws:CurrentTime": instant }),
    BoolIfExists: z.strictObject({ "ssm:SessionDocumentAccessCheck": z.literal("true") }),
  }),
});
const resume = z.strictObject({
  ...allowed,
  Action: z.literal("ssm:ResumeSession"),
  Resource: ownSessions,
  Condition: before,
});
const terminate = z.strictObject({
  ...allowed,
  Action: z.literal("ssm:TerminateSession"),
  Resource: ownSessions,
});
const channel = z.strictObject({
  ...allowed,
  Action: z.literal("ssmmessages:OpenDataChannel"),
  Resource: z.literal("*"),
  Condition: before,
});
const key = z.strictObject({
  ...allowed,
  Action: z.tuple([z.literal("kms:GenerateDataKey"), z.literal("kms:Decrypt")]),
  Resource: z.string().regex(keyArn),
  Condition: z.strictObject({
    ...before.shape,
    StringEquals: z.strictObject({ "kms:EncryptionContext:aws:ssm:TargetId": z.string() }),
    StringLike: z.strictObject({ "kms:EncryptionContext:aws:ssm:SessionId": z.string() }),
  }),
});

const policy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.tuple([start, resume, terminate, channel, key.optional()]),
});

function parse(text: string): z.infer<typeof policy> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  // A key that stands twice has one value for us and perhaps another for AWS: only the plain form is read.
  if (JSON.stringify(json) !== text) return null;
  const result = policy.safeParse(json);
  return result.success ? result.data : null;
}

function isReal(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text.replace("Z", ".000Z");
}

function afterSlash(arn: string): string {
  return arn.slice(arn.indexOf("/") + 1);
}

function unsafe(why: string): Verdict<never> {
  return refuse("POLICY_UNSAFE", { why });
}
