import { z } from "zod";
import { osUserOrderProblems, osUserProblems, osUsersSchema } from "./os-user";
import { partitionOf, REGION } from "./region";
import { sessionDocumentSchema, sessionKeyProblems } from "./session-document";
import { roleArn } from "./values";

/** An AWS account that the portal is connected to. */
export const accountSchema = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/, "must be twelve digits"),
  name: z.string().min(1).max(64),
  regions: z.array(z.string().regex(REGION, "must be the name of an AWS region")).min(1).max(64),
  /** What every node of the account is at least; a tag can only raise it. */
  protection: z.enum(["staging", "production"]),
  brokerRoleArn: roleArn,
  targetRoleArn: roleArn,
  readerRoleArn: roleArn,
  closerRoleArn: roleArn,
  /** Writes session documents; without it somebody else does. */
  authorRoleArn: roleArn.optional(),
  externalId: z.string().min(2).max(1224),
  documentName: z.string().regex(/^[A-Za-z0-9_\-.]{3,128}$/, "must be a document's name"),
  logGroupName: z.string().min(1).max(512),
  sessionDocument: sessionDocumentSchema.prefault({}),
  /** Who a shell may be on the nodes, least mighty first: requests name one of them. */
  osUsers: osUsersSchema,
  /** By region: what named people assume with an MFA code while the portal is down (infra/last-resort.yaml). */
  lastResortRoleArns: z
    .record(z.string().regex(REGION, "must be the name of an AWS region"), roleArn)
    .default({}),
});
export type AccountConfig = z.infer<typeof accountSchema>;

/** Roles that live in the account itself; the broker may be one of another account. */
const OWN_ROLES = ["targetRoleArn", "readerRoleArn", "closerRoleArn", "authorRoleArn"] as const;
const ROLES = ["brokerRoleArn", ...OWN_ROLES] as const;

/**
 * What contradicts itself in and between accounts.
 * @param accounts as they were parsed, each for itself
 * @param longestWindowSeconds the longest window of a grant
 * @returns problems, each with the name of its account
 */
export function accountProblems(accounts: readonly AccountConfig[], longestWindowSeconds: number): string[] {
  return [
    ...repeated(accounts.map(({ accountId }) => accountId)).map((id) => `lists account ${id} twice`),
    ...repeated(accounts.map(({ name }) => name)).map((name) => `has two accounts named "${name}"`),
    ...osUserOrderProblems(accounts),
    ...accounts.flatMap((account) =>
      [
        ...roleProblems(account),
        ...regionProblems(account),
        ...windowProblems(account, longestWindowSeconds),
        ...sessionKeyProblems(account),
        ...osUserProblems(account),
        ...lastResortProblems(account),
      ].map((problem) => `account "${account.name}": ${problem}`),
    ),
  ];
}

function roleProblems(account: AccountConfig): string[] {
  const given = ROLES.flatMap((role) => {
    const arn = account[role];
    return arn === undefined ? [] : [{ role, arn }];
  });
  return [
    ...OWN_ROLES.flatMap((role) => {
      const owner = account[role]?.split(":")[4];
      return owner === undefined || owner === account.accountId
        ? []
        : [`${role} is a role of account ${owner}, not of ${account.accountId}`];
    }),
    // One role for two purposes has the rights of both: the broker could read, the closer could open.
    ...repeated(given.map(({ arn }) => arn)).map((arn) => {
      const uses = given.filter((one) => one.arn === arn).map(({ role }) => role);
      return `${uses.join(" and ")} are the same role; each needs its own`;
    }),
  ];
}

/** A role that the portal becomes can't be told from the portal: what it opens would not be found. */
function lastResortProblems(account: AccountConfig): string[] {
  const own: readonly (string | undefined)[] = ROLES.map((role) => account[role]);
  return Object.entries(account.lastResortRoleArns).flatMap(([region, arn]) => [
    ...(account.regions.includes(region)
      ? []
      : [`lastResortRoleArns names ${region}, which is no region of it`]),
    ...(arn.split(":")[4] === account.accountId
      ? []
      : [`lastResortRoleArns has ${arn}, which is no role of ${account.accountId}`]),
    ...(own.includes(arn) ? [`lastResortRoleArns has ${arn}, which the portal itself becomes`] : []),
  ]);
}

function regionProblems({ regions, brokerRoleArn, ...account }: AccountConfig): string[] {
  const partitions = [
    ...regions.map(partitionOf),
    ...[brokerRoleArn, ...OWN_ROLES.map((role) => account[role as "targetRoleArn"])].flatMap((arn) =>
      arn === undefined ? [] : [arn.split(":")[1] ?? ""],
    ),
  ];
  return [
    ...repeated(regions).map((region) => `lists region ${region} twice`),
    ...(new Set(partitions).size > 1 ? [`mixes AWS partitions: ${[...new Set(partitions)].join(", ")}`] : []),
  ];
}

/** Systems Manager would end the shell while its window still runs. */
function windowProblems({ sessionDocument }: AccountConfig, longestWindowSeconds: number): string[] {
  const { maxMinutes } = sessionDocument;
  return longestWindowSeconds > maxMinutes * 60
    ? [
        `its session document ends shells after ${maxMinutes} min, but WINDOW_MAX_SECONDS allows ${longestWindowSeconds} s`,
      ]
    : [];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}
