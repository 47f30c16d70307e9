import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readStack } from "./testing/template";

const accountId = "777766665555";
const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const WRITER = roleArn("HalliganRecordingWriter");
const READER = roleArn("HalliganRecordingReader");
const JOBS = "arn:aws:iam::999988887777:role/HalliganJobs";
const GATEWAY = "arn:aws:iam::999988887777:role/HalliganGateway";
const BUCKET = "arn:aws:s3:::recordings-of-the-portal";
const { resources, outputs } = readStack(
  "recordings.yaml",
  { accountId, region: "eu-west-1" },
  { BucketName: "recordings-of-the-portal", JobsRoleArn: JOBS, GatewayRoleArn: GATEWAY },
);
const role = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
});
const writer = role.parse(resources.WriterRole?.Properties);
const reader = role.parse(resources.ReaderRole?.Properties);
const policiesOf = ({ Policies }: z.infer<typeof role>) =>
  Policies.map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, policy: PolicyDocument }));
const ADMINISTRATOR = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const resourcePolicy = resources.RecordingBucketPolicy?.Properties.PolicyDocument;
const CALLERS = {
  writer: { principal: WRITER, identityPolicies: policiesOf(writer), resourcePolicy },
  /** Should somebody take the bucket's policy away. */
  "writer by its own policy": {
    ...{ principal: WRITER, identityPolicies: policiesOf(writer), resourcePolicy: undefined },
  },
  reader: { principal: READER, identityPolicies: policiesOf(reader), resourcePolicy },
  administrator: {
    principal: roleArn("Administrator"),
    identityPolicies: [{ name: "AdministratorAccess", policy: ADMINISTRATOR }],
    resourcePolicy,
  },
};

const OVER_TLS = { "aws:SecureTransport": "true" };
const NEW = { ...OVER_TLS, "s3:if-none-match": "*" };
const OF_BUCKET = [
  ...["s3:ListBucket", "s3:ListBucketVersions", "s3:PutBucketVersioning", "s3:PutBucketPolicy"],
  "s3:PutLifecycleConfiguration",
];

async function may(
  who: keyof typeof CALLERS,
  action: string,
  context: Record<string, string> = OVER_TLS,
): Promise<boolean> {
  const { principal, identityPolicies, resourcePolicy } = CALLERS[who];
  const result = await runSimulation(
    {
      request: {
        ...{ principal, action },
        resource: {
          resource: OF_BUCKET.includes(action) ? BUCKET : `${BUCKET}/portal/ses_1/1-ab`,
          accountId,
        },
        contextVariables: { "aws:PrincipalArn": principal, ...context },
      },
      identityPolicies,
      resourcePolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType !== "single") throw new TypeError(JSON.stringify(result));
  return result.overallResult === "Allowed";
}

const ACTIONS = [
  ...["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion"],
  ...["s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectTagging", ...OF_BUCKET],
];
const allowedTo = async (who: keyof typeof CALLERS) => {
  const asked = await Promise.all(
    ACTIONS.map(async (action) => ((await may(who, action, NEW)) ? [action] : [])),
  );
  return asked.flat();
};

it("jobs' role adds objects, hides and lists them, and can do nothing else", async () => {
  for (const who of ["writer", "writer by its own policy"] as const) {
    expect(await allowedTo(who)).toEqual(["s3:PutObject", "s3:DeleteObject", "s3:ListBucket"]);
    expect(await may(who, "s3:PutObject")).toBe(false);
  }
});

it("the gateway's role reads objects, knows which are gone, and can do nothing else", async () => {
  expect(await allowedTo("reader")).toEqual(["s3:GetObject", "s3:ListBucket"]);
});

describe.each(["writer", "administrator"] as const)("the bucket lets no %s", (who) => {
  it("overwrite, delete versions or come without TLS", async () => {
    expect(await may(who, "s3:PutObject", NEW)).toBe(true);
    expect(await may(who, "s3:PutObject")).toBe(false);
    expect(await may(who, "s3:PutObject", { ...NEW, "aws:SecureTransport": "false" })).toBe(false);
    expect(await may(who, "s3:ListBucket")).toBe(true);
    expect(await may(who, "s3:ListBucket", { "aws:SecureTransport": "false" })).toBe(false);
    expect(await may(who, "s3:DeleteObjectVersion")).toBe(false);
  });
});

it("nobody but jobs' role hides an object, an administrator neither, who may still read older versions", async () => {
  expect(await may("writer", "s3:DeleteObject")).toBe(true);
  expect(await may("administrator", "s3:DeleteObject")).toBe(false);
  expect(await may("administrator", "s3:GetObjectVersion")).toBe(true);
});

it("the bucket keeps versions, removes what was deleted after some days, and outlives its stack", () => {
  const kept = { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" };
  expect(resources.RecordingBucketPolicy).toMatchObject(kept);
  expect(resources.RecordingBucket).toMatchObject({
    ...kept,
    Properties: {
      VersioningConfiguration: { Status: "Enabled" },
      LifecycleConfiguration: {
        Rules: [
          {
            Status: "Enabled",
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
          },
        ],
      },
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    },
  });
  // No rule expires what is current.
  const text = JSON.stringify(resources.RecordingBucket);
  expect(text).not.toMatch(/"Expiration|"Transition/);
});

it("each process may become its own role only, and does so by the portal's own template", () => {
  expect(outputs).toEqual({ WriterRoleArn: WRITER, ReaderRoleArn: READER });
  const trusting = (AWS: string) => ({
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
  });
  expect(writer.AssumeRolePolicyDocument).toMatchObject(trusting(JOBS));
  expect(reader.AssumeRolePolicyDocument).toMatchObject(trusting(GATEWAY));
  const portalWith = (OneHost: string, parameters: Record<string, string>) => {
    const place = { accountId: "999988887777", region: "eu-west-1" };
    const made = readStack("portal-roles.yaml", place, { OneHost, ...parameters }).resources;
    return (name: string) => JSON.stringify(made[name] ?? {});
  };
  const roles = { RecordingWriterRoleArn: WRITER, RecordingReaderRoleArn: READER };
  const split = portalWith("no", roles);
  expect(split("JobsRole")).toContain(WRITER);
  expect(split("JobsRole")).not.toContain(READER);
  expect(split("GatewayRole")).toContain(READER);
  expect(split("GatewayRole")).not.toContain(WRITER);
  const host = portalWith("yes", roles);
  expect(host("HostRole")).toContain(WRITER);
  expect(host("HostRole")).toContain(READER);
  for (const name of ["JobsRole", "GatewayRole"])
    expect(portalWith("no", {})(name)).not.toContain("Recording");
});
