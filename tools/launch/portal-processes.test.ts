import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { environmentOf } from "./portal-processes.mjs";

const folder = mkdtempSync(join(tmpdir(), "halligan-launch-"));
const ports = { web: 1, gateway: 2, jobs: 3, sandbox: 4, identity: 5, mail: 6 };
const urls = { owner: "", web: "", gateway: "", jobs: "" };
const of = (name: "web" | "gateway" | "jobs", hasBuckets: boolean) => {
  const env = environmentOf(name, { folder, ports, urls, hasBuckets });
  return Object.fromEntries(Object.entries(env).filter(([key]) => /^(RECORDING|AUDIT_ANCHOR)_/.test(key)));
};

beforeAll(() => {
  const user = { accessKeyId: "a", secretAccessKey: "s" };
  mkdirSync(join(folder, "sandbox"));
  writeFileSync(
    join(folder, "sandbox", "credentials.json"),
    JSON.stringify({
      ...{ endpoint: "http://127.0.0.1:4", accounts: [], users: { gateway: user, jobs: user } },
      anchors: { bucket: "s3://anchors/portal", region: "eu-west-1", roleArn: "anchor" },
      recordings: {
        ...{ bucket: "s3://recordings/portal", region: "eu-west-1" },
        ...{ writerRoleArn: "writer", readerRoleArn: "reader" },
      },
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("jobs and gateway are told the buckets, each its own role alone, and web none", () => {
  const recordings = { RECORDING_BUCKET: "s3://recordings/portal", RECORDING_REGION: "eu-west-1" };
  expect(of("web", true)).toEqual({});
  expect(of("gateway", true)).toEqual({ ...recordings, RECORDING_READER_ROLE_ARN: "reader" });
  expect(of("jobs", true)).toEqual({
    ...{ ...recordings, RECORDING_WRITER_ROLE_ARN: "writer" },
    ...{ AUDIT_ANCHOR_BUCKET: "s3://anchors/portal", AUDIT_ANCHOR_REGION: "eu-west-1" },
    ...{ AUDIT_ANCHOR_ROLE_ARN: "anchor", AUDIT_ANCHOR_FILE: join(folder, "audit-anchors.txt") },
  });
});

it("where no buckets are asked for, no process has one", () => {
  expect(of("gateway", false)).toEqual({});
  expect(of("jobs", false)).toEqual({ AUDIT_ANCHOR_FILE: join(folder, "audit-anchors.txt") });
});

it("jobs alone is told the mail server, which is the identity provider's", () => {
  const given = (name: "web" | "gateway" | "jobs" | "identity") =>
    environmentOf(name, { folder, ports, urls, hasBuckets: false });
  expect(given("identity").IDP_MAIL_PORT).toBe("6");
  expect(given("jobs").SMTP_URL).toBe("smtp://127.0.0.1:6");
  for (const name of ["web", "gateway"] as const) expect(given(name).SMTP_URL).toBeUndefined();
});
