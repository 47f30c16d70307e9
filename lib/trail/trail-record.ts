import { z } from "zod";
import { storable } from "@/lib/kernel/text";
import { stripSecrets } from "./strip-secrets";

/** What we read of a CloudTrail record (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html). Everything in it is hostile. */
const record = z.looseObject({
  errorCode: z.string().optional(),
  userIdentity: z
    .looseObject({
      arn: z.string().optional(),
      sessionContext: z.looseObject({ sourceIdentity: z.string().optional() }).optional(),
    })
    .optional(),
  requestParameters: z
    .looseObject({ sourceIdentity: z.string().optional(), roleSessionName: z.string().optional() })
    .nullish(),
});

export interface TrailFacts {
  errorCode: string | null;
  sourceIdentity: string | null;
  /** The role session name it was called under, or asked for by an AssumeRole. */
  roleSessionName: string | null;
  /** What is kept: the record without secrets. */
  record: object;
}

/** Parses a record; undefined when it is none. */
export function parseTrailRecord(text: string): TrailFacts | undefined {
  try {
    const parsed = record.safeParse(
      stripSecrets(
        JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? storable(value) : value)),
      ),
    );
    if (!parsed.success) return undefined;
    const { errorCode, userIdentity, requestParameters } = parsed.data;
    const asked = requestParameters?.roleSessionName;
    const under = /:assumed-role\/[^/]+\/(.+)$/.exec(userIdentity?.arn ?? "")?.[1];
    return {
      errorCode: errorCode ?? null,
      sourceIdentity:
        userIdentity?.sessionContext?.sourceIdentity ?? requestParameters?.sourceIdentity ?? null,
      roleSessionName: asked ?? under ?? null,
      record: parsed.data,
    };
  } catch {
    return undefined;
  }
}
