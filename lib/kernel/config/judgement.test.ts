import { describe, expect, it } from "vitest";
import { testEnvironment } from "../testing/environment";
import { readConfig } from "./config";
import { describeFinding } from "./sources";

const LOCAL = "postgresql://x@127.0.0.1/x";
const complete = testEnvironment(LOCAL);
const [account] = JSON.parse(complete.HALLIGAN_ACCOUNTS ?? "") as [Record<string, unknown>];
const role = (accountId: string, name: string, partition = "aws") =>
  `arn:${partition}:iam::${accountId}:role/${name}`;

function findings(changed: Record<string, string>): string[] {
  const result = readConfig({ ...complete, ...changed });
  return result.ok ? [] : result.findings.map(describeFinding);
}

const accounts = (...changed: Record<string, unknown>[]) => ({
  HALLIGAN_ACCOUNTS: JSON.stringify(changed.map((one) => ({ ...account, ...one }))),
});
/** A second account that contradicts nothing. */
const second = {
  accountId: "444455556666",
  name: "data",
  targetRoleArn: role("444455556666", "T"),
  readerRoleArn: role("444455556666", "R"),
  closerRoleArn: role("444455556666", "C"),
};

it("the settings of the tests contradict nothing", () => {
  expect(findings({})).toEqual([]);
  expect(findings(accounts({}, second))).toEqual([]);
});

describe("settings that contradict each other are refused", () => {
  it.each<[string, Record<string, string>, string]>([
    [
      "a shortest window above the longest",
      { WINDOW_MIN_SECONDS: "3601" },
      "WINDOW_MIN_SECONDS must not be above WINDOW_MAX_SECONDS (3600)",
    ],
    [
      "a usual window above the longest",
      { WINDOW_DEFAULT_SECONDS: "3601" },
      "WINDOW_DEFAULT_SECONDS must lie between WINDOW_MIN_SECONDS (300) and WINDOW_MAX_SECONDS (3600)",
    ],
    [
      "a usual window below the shortest",
      { WINDOW_DEFAULT_SECONDS: "299" },
      "WINDOW_DEFAULT_SECONDS must lie between WINDOW_MIN_SECONDS (300) and WINDOW_MAX_SECONDS (3600)",
    ],
    [
      "input that is kept for nobody",
      { INPUT_RECORDING: '{"production":"kept"}' },
      "INPUT_RECIPIENTS is missing: INPUT_RECORDING has input kept, and nobody could open it",
    ],
    [
      "a heartbeat slower than death",
      { HEARTBEAT_SECONDS: "7" },
      "DEAD_SECONDS must be at least three times HEARTBEAT_SECONDS (7): living processes would count as dead",
    ],
    [
      "a shell that ends because the database is restarted",
      { RECORDING_OUTAGE_SECONDS: "19" },
      "RECORDING_OUTAGE_SECONDS must not be below DEAD_SECONDS (20): a restart of the database would end shells",
    ],
    [
      "a shell that ends before it may be taken over",
      { ABANDONED_SECONDS: "19" },
      "ABANDONED_SECONDS must not be below DEAD_SECONDS (20): a shell would end before another gateway may take it over",
    ],
    [
      "tags that are always too old",
      { INVENTORY_SECONDS: "300" },
      "NODE_MAX_AGE_SECONDS must be above INVENTORY_SECONDS (300): every decision would find the node's tags too old",
    ],
    [
      "one port for two processes",
      { JOBS_PORT: "3001" },
      "JOBS_PORT is GATEWAY_PORT's too (3001): each process needs its own",
    ],
    [
      "one port for web and jobs",
      { JOBS_PORT: "3000" },
      "JOBS_PORT is PORT's too (3000): each process needs its own",
    ],
    [
      "one port for web and gateway",
      { GATEWAY_PORT: "3000" },
      "GATEWAY_PORT is PORT's too (3000): each process needs its own",
    ],
    [
      "a gateway that the cookie does not reach",
      { GATEWAY_ORIGIN: "http://gateway.localhost:4001" },
      "GATEWAY_ORIGIN must have the host name of PUBLIC_ORIGIN: the sign-in cookie is sent nowhere else",
    ],
    [
      "passkeys at an address that has no name",
      { PUBLIC_ORIGIN: "http://127.0.0.1:3000", STEP_UP: '{"production":"passkey"}' },
      "STEP_UP asks for passkeys, which browsers make for a host name alone: PUBLIC_ORIGIN has an address",
    ],
    [
      "an account that is listed twice",
      accounts({}, { ...second, accountId: "111122223333" }),
      "HALLIGAN_ACCOUNTS lists account 111122223333 twice",
    ],
    [
      "two accounts of one name",
      accounts({}, { ...second, name: "core" }),
      'HALLIGAN_ACCOUNTS has two accounts named "core"',
    ],
    [
      "another account's role",
      accounts({}, { ...second, closerRoleArn: account.closerRoleArn }),
      'HALLIGAN_ACCOUNTS account "data": closerRoleArn is a role of account 111122223333, not of 444455556666',
    ],
    [
      "one role for two purposes",
      accounts({ closerRoleArn: account.readerRoleArn }),
      'HALLIGAN_ACCOUNTS account "core": readerRoleArn and closerRoleArn are the same role; each needs its own',
    ],
    [
      "a region that is listed twice",
      accounts({ regions: ["eu-west-1", "eu-west-1"] }),
      'HALLIGAN_ACCOUNTS account "core": lists region eu-west-1 twice',
    ],
    [
      "a region of another partition",
      accounts({ regions: ["eu-west-1", "eusc-de-east-1"] }),
      'HALLIGAN_ACCOUNTS account "core": mixes AWS partitions: aws, aws-eusc',
    ],
    [
      "a window longer than the document's",
      accounts({ sessionDocument: { maxMinutes: 30 } }),
      'HALLIGAN_ACCOUNTS account "core": its session document ends shells after 30 min, but WINDOW_MAX_SECONDS allows 3600 s',
    ],
    [
      "an alias for the session's key, which no policy can name",
      accounts({ sessionDocument: { kmsKeyId: "alias/sessions" } }),
      'HALLIGAN_ACCOUNTS account "core": sessionDocument.kmsKeyId must be the id or the ARN of a KMS key; an alias is none',
    ],
    [
      "a session's key of another region",
      accounts({
        sessionDocument: {
          kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        },
      }),
      'HALLIGAN_ACCOUNTS account "core": its sessionDocument.kmsKeyId is a key in us-east-1; sessions in eu-west-1 can\'t use it',
    ],
    [
      "a session's key of one region for several",
      accounts({
        regions: ["eu-west-1", "us-east-1"],
        sessionDocument: { kmsKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" },
      }),
      'HALLIGAN_ACCOUNTS account "core": its sessionDocument.kmsKeyId is a key of one region; several regions need a multi-Region key (mrk-…)',
    ],
  ])("%s", (_title, changed, sentence) => {
    expect(findings(changed)).toContain(sentence);
  });

  it("just inside each limit nothing is refused", () => {
    const inside = {
      ...{
        WINDOW_MIN_SECONDS: "3600",
        WINDOW_DEFAULT_SECONDS: "3600",
        HEARTBEAT_SECONDS: "6",
        DEAD_SECONDS: "18",
      },
      ...{ ABANDONED_SECONDS: "18", INVENTORY_SECONDS: "299" },
      ...accounts({ sessionDocument: { maxMinutes: 60 } }),
    };
    expect(findings(inside)).toEqual([]);
  });

  it("a usual window that nobody set fits between the two that somebody did", () => {
    const result = readConfig({ ...complete, WINDOW_MIN_SECONDS: "5", WINDOW_MAX_SECONDS: "20" });
    expect(result.ok && result.config.WINDOW_DEFAULT_SECONDS).toBe(20);
  });
});

describe("a number", () => {
  it.each(["0x10", "1e3", "-5", "60.5", " 60", "0", "86401", "99999999999999999999", "NaN"])(
    "%s is refused with its least and its most",
    (text) => {
      expect(findings({ SWEEP_SECONDS: text })).toEqual([
        "SWEEP_SECONDS must be a whole number from 1 to 86400",
      ]);
    },
  );

  it.each(["0", "65536", "http"])("%s is no port", (text) => {
    expect(findings({ PORT: text })).toEqual(["PORT must be a whole number from 1 to 65535"]);
  });
});

describe("a secret", () => {
  it.each([
    ["one repeated letter", "a".repeat(64)],
    ["a repeated text", "correcthorsebattery".repeat(3)],
    ["few different letters", "abcabbacbcacbabcacbabcbacbacbcabcabc"],
  ])("of %s is refused", (_title, secret) => {
    expect(findings({ HALLIGAN_SECRET: secret })).toEqual([
      "HALLIGAN_SECRET must be random, not a word or a repeated text",
    ]);
  });

  it("in hexadecimal is fine", () => {
    expect(findings({ HALLIGAN_SECRET: "9f2b4c1d8e7a6053f1c2b3a49d8e7f60" })).toEqual([]);
  });
});

describe("names in the environment", () => {
  it.each([
    ["HALLIGAN_ROLE", "HALLIGAN_ROLE is no setting; did you mean HALLIGAN_ROLES?"],
    ["OIDC_GROUP_CLAIM", "OIDC_GROUP_CLAIM is no setting; did you mean OIDC_GROUPS_CLAIM?"],
    ["HALLIGAN_SOMETHING_ELSE", "HALLIGAN_SOMETHING_ELSE is no setting"],
  ])("%s, which claims to be a setting, is refused", (name, sentence) => {
    expect(findings({ [name]: "x" })).toEqual([sentence]);
  });

  it.each([
    "HALLIGAN_PORT_443_TCP_ADDR",
    "HALLIGAN_WEB_SERVICE_HOST",
    "HALLIGAN_PORT",
    "HALLIGAN_SERVICE_PORT_HTTPS",
    "OTHER_SECONDS",
  ])("%s, which others set, is left alone", (name) => {
    expect(findings({ [name]: "x" })).toEqual([]);
  });
});

describe("regions", () => {
  it.each(["eu-west-1", "us-gov-east-1", "us-isob-east-1", "eu-isoe-west-1", "cn-north-1", "mx-central-1"])(
    "%s has the shape of AWS's lists",
    (region) => {
      expect(findings(accounts({ regions: [region] })).filter((one) => !one.includes("partition"))).toEqual(
        [],
      );
    },
  );

  it("the European Sovereign Cloud's is one, with the roles of its partition", () => {
    const sovereign = Object.fromEntries(
      Object.entries(account).map(([key, value]) => [
        key,
        key.endsWith("RoleArn") ? String(value).replace("arn:aws:", "arn:aws-eusc:") : value,
      ]),
    );
    expect(findings(accounts({ ...sovereign, regions: ["eusc-de-east-1"] }))).toEqual([]);
  });

  it.each(["EU-WEST-1", "eu-west", "eu-west-1a", "..", "eu-west-1.evil.example"])("%s is none", (region) => {
    expect(findings(accounts({ regions: [region] }))).toEqual([
      'HALLIGAN_ACCOUNTS account "core": regions.0 must be the name of an AWS region',
    ]);
  });
});

const production = {
  HALLIGAN_WORLD: "production",
  PUBLIC_ORIGIN: "https://halligan.example.com",
  OIDC_ISSUER: "https://id.example.com",
};

it("production says which proof of the person it needs at least", () => {
  const fine = { ...production, DATABASE_URL: LOCAL };
  expect(findings({ ...fine, STEP_UP: "" })).toEqual([expect.stringMatching(/^STEP_UP is missing: /)]);
  expect(findings({ ...fine, STEP_UP: '{"staging":"none"}' })).toEqual([
    expect.stringMatching(/^STEP_UP production /),
  ]);
  expect(findings({ ...fine, STEP_UP: '{"production":"passkey"}' })).toEqual([]);
});

describe("in production the way to others", () => {
  it.each<[string, Record<string, string>]>([
    ["PUBLIC_ORIGIN", { PUBLIC_ORIGIN: "http://halligan.example.com" }],
    ["GATEWAY_ORIGIN", { GATEWAY_ORIGIN: "http://halligan.example.com" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "http://id.example.com" }],
    ["PUBLIC_ORIGIN", { PUBLIC_ORIGIN: "https://localhost" }],
    ["OIDC_ISSUER", { OIDC_ISSUER: "https://127.0.0.1:4443" }],
    ["NODE_TLS_REJECT_UNAUTHORIZED", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
    ["HALLIGAN_AWS_ENDPOINT", { HALLIGAN_AWS_ENDPOINT: "http://127.0.0.1:4600" }],
    ["AWS_ENDPOINT_URL", { AWS_ENDPOINT_URL: "https://aws.example.com" }],
    ["AWS_ENDPOINT_URL_SSM", { AWS_ENDPOINT_URL_SSM: "https://ssm.example.com" }],
    ["AWS_ACCESS_KEY_ID", { AWS_ACCESS_KEY_ID: "AKIA0123456789ABCDEF" }],
  ])("is refused for %s: %j", (name, changed) => {
    const fine = { ...production, DATABASE_URL: LOCAL };
    expect(findings(fine)).toEqual([]);
    expect(findings({ ...fine, ...changed }).map((finding) => finding.split(" ")[0])).toContain(name);
  });
});

describe("in production the address of the database", () => {
  const judge = (DATABASE_URL: string) => findings({ ...production, DATABASE_URL });

  it.each([
    "postgresql://u:p@db.example.com/halligan?sslmode=verify-full",
    "postgresql://u:p@db.example.com/halligan?sslmode=verify-full&sslrootcert=/etc/ca.pem",
    "postgresql://u:p@127.0.0.1/halligan",
    "postgresql://u:p@[::1]/halligan",
    "postgresql://u:p@localhost/halligan?sslmode=disable",
    "postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/halligan",
    "postgresql://u@db/halligan?host=/var/run/postgresql",
  ])("%s is fine", (address) => {
    expect(judge(address)).toEqual([]);
  });

  it.each([
    ["postgresql://u:hunter2@db.example.com/halligan", "it has no sslmode"],
    ["postgresql://u:hunter2@db.example.com/halligan?sslmode=disable", "it says sslmode=disable"],
    ["postgresql://u:hunter2@db.example.com/halligan?sslmode=no-verify", "it says sslmode=no-verify"],
    ["postgresql://u:hunter2@db.example.com/halligan?sslmode=require", "it says sslmode=require"],
    [
      "postgresql://u:hunter2@db.example.com/halligan?sslmode=verify-full&sslmode=disable",
      "it says sslmode=verify-full and sslmode=disable",
    ],
    ["postgresql://u:hunter2@db.example.com/halligan?sslmode=verify-full&ssl=0", "not ssl"],
    ["postgresql://u:hunter2@127.0.0.1/halligan?host=db.example.com", "it has no sslmode"],
    ["postgresql://u:hunter2@localhost.evil.example/halligan", "it has no sslmode"],
  ])("%s is refused: %s", (address, why) => {
    const [said = ""] = judge(address);
    expect(said).toContain("sslmode=verify-full");
    expect(said).toContain(why);
    expect(said).not.toContain("hunter2");
  });
});
