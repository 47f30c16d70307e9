import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startWorld, type World } from "../tools/world.mjs";
import { buildProgram, type Program } from "./testing/program";

const WHERE = "s3://halligan-audit-anchors-444455556666/portal";

let world: World;
let program: Program;
/** An auditor's shell: rights in the bucket's account, and none of the portal's settings. */
let auditor: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({
    processes: ["sandbox", "jobs"],
    settings: {
      ...{ AUDIT_ANCHOR_BUCKET: WHERE, AUDIT_ANCHOR_REGION: "eu-west-1" },
      AUDIT_ANCHOR_ROLE_ARN: "arn:aws:iam::444455556666:role/HalliganAnchor",
      AUDIT_SIGNING_KEY: "",
      AUDIT_SIGNING_KMS_KEY: "arn:aws:kms:eu-west-1:444455556666:key/0b9d2f64-51c7-4e0a-8f3d-6a1c5e7b9d20",
      AUDIT_SIGNING_ROLE_ARN: "arn:aws:iam::444455556666:role/HalliganSigner",
    },
  });
  program = await buildProgram();
  const { endpoint, credentials } = world.sandbox;
  const { operator = { accessKeyId: "", secretAccessKey: "" } } = credentials;
  const sts = new STSClient({ endpoint, region: "eu-west-1", credentials: operator });
  const { Credentials: keys } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole",
      RoleSessionName: "auditor",
    }),
  );
  auditor = {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-west-1", DATABASE_URL: world.databaseUrls.jobs },
    ...{ AWS_ACCESS_KEY_ID: keys?.AccessKeyId ?? "", AWS_SECRET_ACCESS_KEY: keys?.SecretAccessKey ?? "" },
    AWS_SESSION_TOKEN: keys?.SessionToken ?? "",
  };
});
afterAll(async () => {
  program.remove();
  await world.stop();
});

const anchored = () =>
  vi.waitFor(
    async () => {
      const ran = await program.run(["verify", "--anchors", WHERE], auditor);
      expect(ran.said + ran.error).toMatch(/^passed +anchors +\d+ anchored heads/m);
      expect([ran.code, ran.error]).toEqual([0, ""]);
      return Number(/^passed +anchors +(\d+) anchored/m.exec(ran.said)?.[1]);
    },
    { timeout: 60_000, interval: 1_000 },
  );

it("the jobs process anchors in another account's bucket what a key there has signed, also after it was killed", async () => {
  expect(await anchored()).toBeGreaterThan(0);
  await world.kill("jobs");
  await world.start("jobs");
  expect(await anchored()).toBeGreaterThan(0);
  const file = await program.run(["verify", "--anchors", `${world.folder}/audit-anchors.txt`], auditor);
  expect([file.code, file.error]).toEqual([0, ""]);
}, 180_000);
