import { runSimulation } from "@cloud-copilot/iam-simulate";
import { expect, it } from "vitest";
import { z } from "zod";
import { readStack } from "./testing/template";

const accountId = "777766665555";
const place = { accountId, region: "eu-west-1" };
const ROLE = `arn:aws:iam::${accountId}:role/HalliganSigner`;
const JOBS = "arn:aws:iam::999988887777:role/HalliganJobs";
const { resources, outputs } = readStack("audit-signing-key.yaml", place, { JobsRoleArn: JOBS });
const KEY = z.string().parse(outputs.SigningKeyArn);
const role = z
  .object({
    AssumeRolePolicyDocument: z.unknown(),
    Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
  })
  .parse(resources.SignerRole?.Properties);
const ADMINISTRATOR = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const PLAIN = { "kms:SigningAlgorithm": "ED25519_SHA_512", "kms:MessageType": "RAW" };

async function ask(who: "role" | "administrator", action: string, context: Record<string, string> = {}) {
  const policies = role.Policies.map(({ PolicyName, PolicyDocument }) => ({
    name: PolicyName,
    policy: PolicyDocument,
  }));
  const principal = who === "role" ? ROLE : `arn:aws:iam::${accountId}:role/Administrator`;
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource: KEY, accountId },
        contextVariables: { "aws:PrincipalArn": principal, ...context },
      },
      identityPolicies: who === "role" ? policies : [{ name: "AdministratorAccess", policy: ADMINISTRATOR }],
      resourcePolicy: resources.SigningKey?.Properties.KeyPolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType !== "single") throw new TypeError(JSON.stringify(result));
  return result.overallResult === "Allowed";
}

it("the role signs plainly and reads the public key, and can do nothing else", async () => {
  expect(await ask("role", "kms:Sign", PLAIN)).toBe(true);
  expect(await ask("role", "kms:GetPublicKey")).toBe(true);
  const hashed = { "kms:SigningAlgorithm": "ED25519_PH_SHA_512", "kms:MessageType": "DIGEST" };
  expect(await ask("role", "kms:Sign", hashed)).toBe(false);
  for (const action of ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:CreateGrant"])
    expect.soft([action, await ask("role", action)]).toEqual([action, false]);
});

it("nobody else signs, the account's administrator neither", async () => {
  expect(await ask("administrator", "kms:Sign", PLAIN)).toBe(false);
  expect(await ask("administrator", "kms:DescribeKey")).toBe(true);
});

it("only jobs may become the role, and does so by the portal's own template", () => {
  expect(outputs.SignerRoleArn).toBe(ROLE);
  expect(role.AssumeRolePolicyDocument).toMatchObject({
    Statement: [{ Effect: "Allow", Principal: { AWS: JOBS }, Action: "sts:AssumeRole" }],
  });
  for (const OneHost of ["yes", "no"]) {
    const parameters = { OneHost, SignerRoleArn: ROLE };
    const portal = readStack("portal-roles.yaml", { ...place, accountId: "999988887777" }, parameters);
    expect(JSON.stringify(portal.resources[OneHost === "yes" ? "HostRole" : "JobsRole"])).toContain(ROLE);
    expect(JSON.stringify(portal.resources.GatewayRole ?? {})).not.toContain(ROLE);
  }
});

it("a key of the kind that jobs signs with, which outlives its stack", () => {
  expect(resources.SigningKey).toMatchObject({
    ...{ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" },
    Properties: { KeySpec: "ECC_NIST_EDWARDS25519", KeyUsage: "SIGN_VERIFY" },
  });
});
