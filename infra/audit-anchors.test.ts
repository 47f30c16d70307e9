import { runSimulation } from "@cloud-copilot/iam-simulate";
import { expect, it } from "vitest";
import { z } from "zod";
import { readStack } from "./testing/template";

const accountId = "777766665555";
const ROLE = `arn:aws:iam::${accountId}:role/HalliganAnchor`;
const JOBS = "arn:aws:iam::999988887777:role/HalliganJobs";
const BUCKET = "arn:aws:s3:::anchors-of-the-portal";
const { resources, outputs } = readStack(
  "audit-anchors.yaml",
  { accountId, region: "eu-west-1" },
  { BucketName: "anchors-of-the-portal", JobsRoleArn: JOBS },
);
const role = z
  .object({
    AssumeRolePolicyDocument: z.unknown(),
    Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
  })
  .parse(resources.AnchorRole?.Properties);
const ADMINISTRATOR = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

const LOCKED = {
  "s3:object-lock-mode": "COMPLIANCE",
  "s3:if-none-match": "*",
  "aws:SecureTransport": "true",
};
const without = (name: keyof typeof LOCKED) =>
  Object.fromEntries(Object.entries(LOCKED).filter(([key]) => key !== name));

async function ask(
  who: "role" | "administrator",
  action: string,
  context: Record<string, string> = { "aws:SecureTransport": "true" },
): Promise<boolean> {
  const isOfBucket = action === "s3:GetBucketObjectLockConfiguration" || action === "s3:PutBucketVersioning";
  const result = await runSimulation(
    {
      request: {
        principal: who === "role" ? ROLE : `arn:aws:iam::${accountId}:role/Administrator`,
        action,
        resource: { resource: isOfBucket ? BUCKET : `${BUCKET}/portal/0000000001.txt`, accountId },
        contextVariables: context,
      },
      identityPolicies:
        who === "role"
          ? role.Policies.map(({ PolicyName, PolicyDocument }) => ({
              name: PolicyName,
              policy: PolicyDocument,
            }))
          : [{ name: "AdministratorAccess", policy: ADMINISTRATOR }],
      resourcePolicy: resources.AnchorBucketPolicy?.Properties.PolicyDocument,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType !== "single") throw new TypeError(JSON.stringify(result));
  return result.overallResult === "Allowed";
}

it("the portal's role adds what is locked and new, and can do nothing else", async () => {
  expect(await ask("role", "s3:PutObject", LOCKED)).toBe(true);
  expect(await ask("role", "s3:PutObjectRetention")).toBe(true);
  expect(await ask("role", "s3:GetObject")).toBe(true);
  expect(await ask("role", "s3:GetObjectRetention")).toBe(true);
  expect(await ask("role", "s3:GetBucketObjectLockConfiguration")).toBe(true);
  for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"])
    expect.soft([action, await ask("role", action)]).toEqual([action, false]);
  for (const action of ["s3:PutObjectAcl", "s3:PutObjectLegalHold", "s3:PutBucketVersioning"])
    expect.soft([action, await ask("role", action)]).toEqual([action, false]);
});

it.each(["role", "administrator"] as const)(
  "the bucket lets no %s write what is not locked, overwrite, delete or come without TLS",
  async (who) => {
    expect(await ask(who, "s3:PutObject", LOCKED)).toBe(true);
    expect(await ask(who, "s3:PutObject", without("s3:object-lock-mode"))).toBe(false);
    expect(await ask(who, "s3:PutObject", { ...LOCKED, "s3:object-lock-mode": "GOVERNANCE" })).toBe(false);
    expect(await ask(who, "s3:PutObject", without("s3:if-none-match"))).toBe(false);
    expect(await ask(who, "s3:PutObject", { ...LOCKED, "aws:SecureTransport": "false" })).toBe(false);
    expect(await ask(who, "s3:DeleteObject")).toBe(false);
    expect(await ask(who, "s3:DeleteObjectVersion")).toBe(false);
  },
);

it("the bucket is made with Object Lock in compliance mode, and outlives its stack", () => {
  expect(resources.AnchorBucket).toMatchObject({
    ...{ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" },
    Properties: {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 3650 } },
      },
      VersioningConfiguration: { Status: "Enabled" },
    },
  });
});

it("only jobs may become the role, and does so by the portal's own template", () => {
  expect(outputs.AnchorRoleArn).toBe(ROLE);
  expect(role.AssumeRolePolicyDocument).toMatchObject({
    Statement: [{ Effect: "Allow", Principal: { AWS: JOBS }, Action: "sts:AssumeRole" }],
  });
  for (const OneHost of ["yes", "no"]) {
    const parameters = { OneHost, AnchorRoleArn: ROLE };
    const portal = readStack(
      "portal-roles.yaml",
      { accountId: "999988887777", region: "eu-west-1" },
      parameters,
    );
    expect(JSON.stringify(portal.resources[OneHost === "yes" ? "HostRole" : "JobsRole"])).toContain(ROLE);
    expect(JSON.stringify(portal.resources.GatewayRole ?? {})).not.toContain(ROLE);
  }
});
