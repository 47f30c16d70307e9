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
const namesOf = (result: ReturnType<typeof readConfig>) =>
  result.ok ? [] : result.findings.map(({ name }) => name).sort();

it("production's jobs process does not start without the key and the anchor of the audit's log", () => {
  expect(namesOf(readConfig(production, "jobs"))).toEqual(["AUDIT_ANCHOR_FILE", "AUDIT_SIGNING_KEY"]);
  const given = { AUDIT_SIGNING_KEY: key, AUDIT_ANCHOR_FILE: "/var/lib/halligan/anchors.txt" };
  expect(readConfig({ ...production, ...given }, "jobs").ok).toBe(true);
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
