import type { Context } from "./context";
import type { PolicyDocument } from "./model";

/**
 * The keys of conditions that a call to KMS has by its encryption context.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function contextOfKey(pairs: Readonly<Record<string, string>>): Context {
  const names = Object.keys(pairs);
  return {
    ...Object.fromEntries(Object.entries(pairs).map(([name, value]) => [`${PREFIX}${name}`, value])),
    ...(names.length === 0 ? {} : { "kms:EncryptionContextKeys": names }),
  };
}

/** The policy that a key has from KMS: the account's own policies decide who may use it. */
export function keyPolicy(accountId: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      },
    ],
  };
}

const PREFIX = "kms:EncryptionContext:";
/** Any call may have it, under any name. */
const SPARE = "aws:PrincipalTag/of-key:";

/**
 * The evaluator drops conditions on single pairs of an encryption context, since it knows the name in front only. It is
 * asked under another name, in the request and in every policy alike.
 */
export function respell<T>(value: T): T;
export function respell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => respell(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.toLowerCase().startsWith(PREFIX.toLowerCase()) ? SPARE + name.slice(PREFIX.length) : name,
      respell(inner),
    ]),
  );
}
