import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { testEnvironment } from "../testing/environment";
import { readConfig } from "./config";

const {
  HALLIGAN_SECRET: _secret,
  OIDC_CLIENT_SECRET: _client,
  ...shared
} = testEnvironment("postgresql://x@127.0.0.1/x?sslmode=verify-full");
const key = randomBytes(32).toString("base64url");
const production = {
  ...{ ...shared, HALLIGAN_WORLD: "production" },
  ...{ PUBLIC_ORIGIN: "https://h.example", OIDC_ISSUER: "https://id.example" },
};
const KMS_KEY = "arn:aws:kms:eu-west-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const namesOf = (result: ReturnType<typeof readConfig>) =>
  result.ok ? [] : result.findings.map(({ name }) => name).sort();

it("production's jobs process does not start without the key and the anchor of the audit's log", () => {
  expect(namesOf(readConfig(production, "jobs"))).toEqual(["AUDIT_ANCHOR_FILE", "AUDIT_SIGNING_KEY"]);
  const given = { AUDIT_SIGNING_KEY: key, AUDIT_ANCHOR_FILE: "/var/lib/halligan/anchors.txt" };
  expect(readConfig({ ...production, ...given }, "jobs").ok).toBe(true);
  const bucket = { AUDIT_ANCHOR_BUCKET: "s3://anchors/portal", AUDIT_ANCHOR_REGION: "eu-west-1" };
  expect(readConfig({ ...production, AUDIT_SIGNING_KEY: key, ...bucket }, "jobs").ok).toBe(true);
  expect(readConfig({ ...production, ...given, ...bucket }, "jobs").ok).toBe(true);
  const inKms = {
    AUDIT_SIGNING_KMS_KEY: KMS_KEY,
    AUDIT_SIGNING_ROLE_ARN: "arn:aws:iam::999988887777:role/Signer",
  };
  expect(readConfig({ ...production, ...inKms, ...bucket }, "jobs").ok).toBe(true);
  expect(readConfig(production, "gateway").ok).toBe(true);
  expect(readConfig(shared, "jobs").ok).toBe(true);
});

it.each(["web", "gateway"] as const)("%s refuses that key in its environment", (reader) => {
  expect(namesOf(readConfig({ ...production, AUDIT_SIGNING_KEY: key }, reader))).toContain(
    "AUDIT_SIGNING_KEY",
  );
});

it("a key of another length is none", () => {
  const short = { AUDIT_SIGNING_KEY: randomBytes(16).toString("base64") };
  expect(namesOf(readConfig({ ...shared, ...short }, "jobs"))).toEqual(["AUDIT_SIGNING_KEY"]);
});

it.each([
  [{ AUDIT_SIGNING_KMS_KEY: KMS_KEY, AUDIT_SIGNING_KEY: key }, ["AUDIT_SIGNING_KMS_KEY"]],
  [{ AUDIT_SIGNING_KMS_KEY: KMS_KEY.replace(/key\/.*/, "alias/audit") }, ["AUDIT_SIGNING_KMS_KEY"]],
  [{ AUDIT_SIGNING_KMS_KEY: "1234abcd-12ab-34cd-56ef-1234567890ab" }, ["AUDIT_SIGNING_KMS_KEY"]],
  [{ AUDIT_SIGNING_ROLE_ARN: "arn:aws:iam::999988887777:role/Signer" }, ["AUDIT_SIGNING_ROLE_ARN"]],
])("one key signs, and its place is said whole: %o", (given, names) => {
  expect(namesOf(readConfig({ ...shared, ...given }, "jobs"))).toEqual(names);
});

it.each([
  [{ AUDIT_ANCHOR_BUCKET: "s3://anchors" }, ["AUDIT_ANCHOR_REGION"]],
  [{ AUDIT_ANCHOR_REGION: "eu-west-1" }, ["AUDIT_ANCHOR_REGION"]],
  [{ AUDIT_ANCHOR_RETENTION_DAYS: "30" }, ["AUDIT_ANCHOR_RETENTION_DAYS"]],
  [{ AUDIT_ANCHOR_ROLE_ARN: "arn:aws:iam::999988887777:role/Anchor" }, ["AUDIT_ANCHOR_ROLE_ARN"]],
  [
    { AUDIT_ANCHOR_BUCKET: "https://anchors", AUDIT_ANCHOR_REGION: "eu", AUDIT_ANCHOR_RETENTION_DAYS: "0" },
    ["AUDIT_ANCHOR_BUCKET", "AUDIT_ANCHOR_REGION", "AUDIT_ANCHOR_RETENTION_DAYS"],
  ],
])("what belongs to an anchor's bucket is judged with it: %o", (given, names) => {
  expect(namesOf(readConfig({ ...shared, ...given }, "jobs"))).toEqual(names);
});

it.each([
  [{ RECORDING_BUCKET: "s3://recordings" }, ["RECORDING_REGION"]],
  [{ RECORDING_REGION: "eu-west-1" }, ["RECORDING_REGION"]],
  [{ RECORDING_WRITER_ROLE_ARN: "arn:aws:iam::999988887777:role/W" }, ["RECORDING_WRITER_ROLE_ARN"]],
  [{ RECORDING_READER_ROLE_ARN: "arn:aws:iam::999988887777:role/R" }, ["RECORDING_READER_ROLE_ARN"]],
  [
    {
      ...{ RECORDING_BUCKET: "https://recordings", RECORDING_REGION: "eu" },
      ...{ RECORDING_WRITER_ROLE_ARN: "W", RECORDING_READER_ROLE_ARN: "R" },
    },
    [...["RECORDING_BUCKET", "RECORDING_READER_ROLE_ARN", "RECORDING_REGION", "RECORDING_WRITER_ROLE_ARN"]],
  ],
])("what belongs to the recordings' bucket is judged with it: %o", (given, names) => {
  for (const reader of ["jobs", "gateway"] as const)
    expect(namesOf(readConfig({ ...shared, ...given }, reader))).toEqual(names);
});

it("a bucket for recordings is whole with its region, and its roles are the processes' own without others", () => {
  const bucket = { RECORDING_BUCKET: "s3://recordings/portal", RECORDING_REGION: "eu-west-1" };
  expect(namesOf(readConfig({ ...shared, ...bucket }, "gateway"))).toEqual([]);
});

const MAIL = { SMTP_URL: "smtps://portal:p%40ss@mail.example.com", MAIL_FROM: "halligan@example.com" };

it.each(["web", "gateway"] as const)("%s refuses the mail server's login in its environment", (reader) => {
  expect(namesOf(readConfig({ ...shared, ...MAIL }, reader))).toContain("SMTP_URL");
});

it("jobs takes a mail server with whom mail is from, or none", () => {
  const read = readConfig(
    { ...shared, ...MAIL, MAIL_FROM: '"Halligan, Ops" <halligan@example.com>' },
    "jobs",
  );
  expect(read.ok && read.config.MAIL_FROM).toEqual({
    ...{ name: "Halligan, Ops", address: "halligan@example.com" },
  });
  expect(namesOf(readConfig({ ...shared, SMTP_URL: MAIL.SMTP_URL }, "jobs"))).toEqual(["MAIL_FROM"]);
  expect(readConfig({ ...shared, MAIL_FROM: MAIL.MAIL_FROM }, "jobs").ok).toBe(true);
});

it.each([
  ["SMTP_URL", "https://mail.example.com"],
  ["SMTP_URL", "mail.example.com:25"],
  ["SMTP_URL", "smtp://mail.example.com/path"],
  ["SMTP_URL", "smtp://mail.example.com?tls=no"],
  ["SMTP_URL", "smtp://u:%zz@mail.example.com"],
  ["MAIL_FROM", "Halligan"],
  ["MAIL_FROM", "a@example.com, b@example.com"],
  ["MAIL_FROM", "Halligan <a@example.com>\r\nBcc: <b@example.com>"],
  ["SMTP_TLS", "no"],
])("%s is not %j", (name, value) => {
  expect(namesOf(readConfig({ ...shared, ...MAIL, [name]: value }, "jobs"))).toEqual([name]);
});

const WHSEC = `whsec_${randomBytes(24).toString("base64")}`;
const HOOK = { name: "bus", url: "https://bus.example.com/in", format: "cloudevents", secret: WHSEC };
const hooks = (...list: object[]) => ({ NOTICE_WEBHOOKS: JSON.stringify(list) });

it.each(["web", "gateway"] as const)("%s refuses the endpoints and their secrets", (reader) => {
  expect(namesOf(readConfig({ ...shared, ...hooks(HOOK) }, reader))).toContain("NOTICE_WEBHOOKS");
});

it("an endpoint is told what its format can say, or less", () => {
  const pager = { name: "pager", url: "https://p.example/v2", format: "pagerduty", key: "R0UTINGKEY" };
  const read = readConfig({ ...shared, ...hooks({ ...HOOK, events: ["denied"] }, pager) }, "jobs");
  expect(read.ok && read.config.NOTICE_WEBHOOKS?.map(({ events }) => events)).toEqual([
    ["denied"],
    [...["request-waiting", "request-reminded", "request-expiring", "request-escalated", "request-closed"]],
  ]);
});

it.each([
  [{ ...HOOK, secret: undefined }],
  [{ ...HOOK, secret: "whsec_short" }],
  [{ ...HOOK, url: "ftp://bus.example.com" }],
  [{ ...HOOK, url: "https://u:p@bus.example.com" }],
  [{ ...HOOK, url: "https://bus.example.com:22/" }],
  [{ ...HOOK, name: "mail" }],
  [{ ...HOOK, name: "push" }],
  [{ ...HOOK, name: "Bus 1" }],
  [{ ...HOOK, key: "R0UTINGKEY" }],
  [{ ...HOOK, events: ["session-opened"] }],
  [{ ...HOOK, other: 1 }],
  [{ name: "pager", url: "https://p.example/", format: "pagerduty" }],
  [{ name: "pager", url: "https://p.example/", format: "pagerduty", key: "R0UTINGKEY", events: ["denied"] }],
])("%o is no endpoint, and its secret is in no message", (hook) => {
  const result = readConfig({ ...shared, ...hooks(hook) }, "jobs");
  expect(new Set(namesOf(result))).toEqual(new Set(["NOTICE_WEBHOOKS"]));
  expect(JSON.stringify(result)).not.toContain(WHSEC);
});

it("two endpoints have two names, eleven are too many, and production's use https", () => {
  expect(namesOf(readConfig({ ...shared, ...hooks(HOOK, HOOK) }, "jobs"))).toEqual(["NOTICE_WEBHOOKS"]);
  const many = Array.from({ length: 11 }, (_, place) => ({ ...HOOK, name: `bus-${place}` }));
  expect(namesOf(readConfig({ ...shared, ...hooks(...many) }, "jobs"))).toEqual(["NOTICE_WEBHOOKS"]);
  const plain = hooks({ ...HOOK, url: "http://bus.example.com:8080/" });
  const given = { AUDIT_SIGNING_KEY: key, AUDIT_ANCHOR_FILE: "/var/lib/halligan/anchors.txt" };
  expect(namesOf(readConfig({ ...production, ...given, ...plain }, "jobs"))).toEqual(["NOTICE_WEBHOOKS"]);
  expect(readConfig({ ...shared, ...plain }, "jobs").ok).toBe(true);
});

it.each(["10.0.0.0/33", "example.com", "10.0.0.1;10.0.0.2", "fd00::/129", "10.0.0.0/8/8"])(
  "%j names no networks",
  (text) => {
    expect(namesOf(readConfig({ ...shared, NOTICE_WEBHOOK_NETWORKS: text }, "jobs"))).toEqual([
      "NOTICE_WEBHOOK_NETWORKS",
    ]);
  },
);
