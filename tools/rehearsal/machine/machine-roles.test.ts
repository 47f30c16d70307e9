import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { machineIdentity } from "@/lib/aws/machine-identity";
import { startMachineRoles } from "./machine-roles.mjs";

type Roles = Awaited<ReturnType<typeof startMachineRoles>>;
let roles: Roles;
let given: string[];

beforeEach(async () => {
  given = [];
  roles = await startMachineRoles(async (holder) => {
    given.push(holder);
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    return { AccessKeyId: `ASIA${holder}`, SecretAccessKey: "secret", Token: "token", Expiration };
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await roles.close();
});

it.each(["gateway", "jobs"] as const)("gives the %s its role by the portal's own way", async (holder) => {
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "false");
  for (const [name, value] of Object.entries(roles[holder])) vi.stubEnv(name, value);
  for (let i = 0; i < 2; i++)
    expect(await machineIdentity()()).toMatchObject({ accessKeyId: `ASIA${holder}` });
  expect(given, "asked for once while they are good").toEqual(["gateway", "jobs"]);
});

it("gives nothing to who does not have the process's token", async () => {
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: address = "" } = roles.gateway;
  expect((await fetch(address)).status).toBe(401);
  const instance = `${roles.jobs.AWS_EC2_METADATA_SERVICE_ENDPOINT}/latest/meta-data/iam/security-credentials/`;
  expect((await fetch(instance)).status).toBe(401);
});
