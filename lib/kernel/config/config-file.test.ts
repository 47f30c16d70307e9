import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testEnvironment } from "../testing/environment";
import { readConfig } from "./config";
import { describeFinding } from "./sources";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "halligan-config-"));
  file = join(folder, "halligan.json");
});
afterAll(() => rmSync(folder, { recursive: true }));

const complete = testEnvironment("postgresql://x@127.0.0.1/x");
/** The environment without some settings, and a configuration file. */
function read(without: readonly string[], content: unknown, more: Record<string, string> = {}) {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const rest = Object.fromEntries(Object.entries(complete).filter(([name]) => !without.includes(name)));
  return readConfig({ ...rest, HALLIGAN_CONFIG_FILE: file, ...more });
}
function settled(result: ReturnType<typeof readConfig>) {
  if (!result.ok) throw new Error(result.findings.map(describeFinding).join("; "));
  return result;
}
const findingsOf = (result: ReturnType<typeof readConfig>) =>
  result.ok ? [] : result.findings.map(describeFinding);

describe("a configuration file", () => {
  const roles = { engineer: ["e"], approver: ["a"], reviewer: ["r"], administrator: ["x"] };

  it("gives settings by the names of the environment, JSON as it is or as text, numbers as they are", () => {
    const content = { HALLIGAN_ROLES: roles, WINDOW_MAX_SECONDS: 3000, OIDC_CLIENT_ID: "of-the-file" };
    const { config, origins } = settled(read(["HALLIGAN_ROLES", "OIDC_CLIENT_ID"], content));
    expect(config).toMatchObject({ HALLIGAN_ROLES: roles, WINDOW_MAX_SECONDS: 3000 });
    expect(origins).toMatchObject({
      ...{ HALLIGAN_ROLES: "file", WINDOW_MAX_SECONDS: "file", OIDC_CLIENT_ID: "file" },
      ...{ PUBLIC_ORIGIN: "environment", WINDOW_MIN_SECONDS: "default", LISTEN_ADDRESS: "default" },
    });
    const asText = { HALLIGAN_ROLES: JSON.stringify(roles) };
    expect(settled(read(["HALLIGAN_ROLES"], asText)).config.HALLIGAN_ROLES).toEqual(roles);
  });

  it("is outweighed by the environment, and an empty variable outweighs nothing", () => {
    const content = { WINDOW_MAX_SECONDS: 7200, PORT: 4444 };
    const { config, origins } = settled(read([], content, { WINDOW_MAX_SECONDS: "1800", PORT: "" }));
    expect([config.WINDOW_MAX_SECONDS, config.PORT]).toEqual([1800, 4444]);
    expect([origins.WINDOW_MAX_SECONDS, origins.PORT]).toEqual(["environment", "file"]);
  });

  it.each<[string, unknown, string]>([
    [
      "a key that is no setting",
      { WINDOW_MAX_SECOND: 1 },
      "WINDOW_MAX_SECOND is no setting; did you mean WINDOW_MAX_SECONDS?",
    ],
    [
      "a value of another kind",
      { WINDOW_MAX_SECONDS: true },
      "WINDOW_MAX_SECONDS must be a text or a number",
    ],
    ["nothing where something belongs", { OIDC_SCOPE: null }, "OIDC_SCOPE must be a text or a number"],
    ["a list where a text belongs", { OIDC_SCOPE: ["openid"] }, "OIDC_SCOPE must be a text or a number"],
    [
      "a wrong number",
      { WINDOW_MAX_SECONDS: 0 },
      "WINDOW_MAX_SECONDS must be a whole number from 1 to 86400",
    ],
    [
      "a secret",
      { OIDC_CLIENT_SECRET: "s3cret" },
      "OIDC_CLIENT_SECRET is a secret: it belongs into the environment, or into a file of its own that OIDC_CLIENT_SECRET_FILE names",
    ],
    ["text that is no JSON", "{ PORT: 1", "HALLIGAN_CONFIG_FILE must name a file with one JSON object in it"],
    ["a list", [], "HALLIGAN_CONFIG_FILE must name a file with one JSON object in it"],
  ])("with %s is refused, by file and key", (_title, content, sentence) => {
    expect(findingsOf(read([], content))).toContain(`${file}: ${sentence}`);
  });

  it("is named where a part of a JSON setting is wrong, down to its place", () => {
    const accounts = JSON.parse(complete.HALLIGAN_ACCOUNTS ?? "") as object[];
    const wrong = { HALLIGAN_ACCOUNTS: accounts.map((account) => ({ ...account, accountId: "12" })) };
    const [finding = ""] = findingsOf(read(["HALLIGAN_ACCOUNTS"], wrong));
    expect(finding).toContain(`${file}: HALLIGAN_ACCOUNTS account "core": accountId `);
  });

  it("that is not there is a finding, and what it would have given is missing", () => {
    const { HALLIGAN_ROLES: _roles, ...rest } = complete;
    const gone = join(folder, "gone.json");
    expect(findingsOf(readConfig({ ...rest, HALLIGAN_CONFIG_FILE: gone }))).toEqual([
      `${gone}: HALLIGAN_CONFIG_FILE names a file that can't be read`,
      "HALLIGAN_ROLES is missing",
    ]);
  });

  it("can't lead production to another AWS", () => {
    const production = {
      ...{
        HALLIGAN_WORLD: "production",
        PUBLIC_ORIGIN: "https://h.example",
        OIDC_ISSUER: "https://id.example",
      },
    };
    expect(findingsOf(read([], { HALLIGAN_AWS_ENDPOINT: "http://192.0.2.1" }, production))).toEqual([
      `${file}: HALLIGAN_AWS_ENDPOINT must not be set in production: use the role of the machine`,
    ]);
  });
});

describe("a secret", () => {
  const secret = "a secret that stands in a file of its own";

  it("comes from the file that NAME_FILE names, without its last line end", () => {
    const own = join(folder, "secret");
    writeFileSync(own, `${secret}\n`);
    const { config, origins } = settled(read(["HALLIGAN_SECRET"], {}, { HALLIGAN_SECRET_FILE: own }));
    expect([config.HALLIGAN_SECRET, origins.HALLIGAN_SECRET]).toEqual([secret, "file"]);
  });

  it("may have its file named in the configuration file, seen from there", () => {
    mkdirSync(join(folder, "secrets"), { recursive: true });
    writeFileSync(join(folder, "secrets", "portal"), secret);
    const content = { HALLIGAN_SECRET_FILE: "secrets/portal" };
    expect(settled(read(["HALLIGAN_SECRET"], content)).config.HALLIGAN_SECRET).toBe(secret);
    expect(settled(read([], content)).config.HALLIGAN_SECRET).toBe(complete.HALLIGAN_SECRET);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "that is given twice",
      { HALLIGAN_SECRET: secret },
      "HALLIGAN_SECRET is given twice: by itself and by HALLIGAN_SECRET_FILE",
    ],
    ["whose file is not there", {}, "HALLIGAN_SECRET_FILE names a file that can't be read"],
  ])("%s is refused, and said once", (_title, more, sentence) => {
    const gone = { HALLIGAN_SECRET_FILE: join(folder, "no-secret") };
    expect(findingsOf(read(["HALLIGAN_SECRET"], {}, { ...gone, ...more }))).toEqual([sentence]);
  });

  it("never stands in a finding", () => {
    const findings = findingsOf(read([], { OIDC_CLIENT_SECRET: "hunter2", HALLIGAN_SECRET: "hunter2" }));
    expect(findings).toHaveLength(2);
    expect(findings.join()).not.toContain("hunter2");
  });
});

describe("what only web may have", () => {
  const without = ["HALLIGAN_SECRET", "OIDC_CLIENT_SECRET"];
  const rest = Object.fromEntries(Object.entries(complete).filter(([name]) => !without.includes(name)));
  const web = { HALLIGAN_SECRET: "9f2b4c1d8e7a6053f1c2b3a49d8e7f60", OIDC_CLIENT_SECRET: "client" };

  it("is asked for by web alone", () => {
    expect(findingsOf(readConfig(rest, "web"))).toEqual(without.map((name) => `${name} is missing`));
    expect(readConfig({ ...rest, ...web }, "web").ok).toBe(true);
    for (const reader of ["gateway", "jobs"] as const) expect(readConfig(rest, reader).ok).toBe(true);
  });

  it.each(["gateway", "jobs"] as const)("is refused in the environment of %s", (reader) => {
    const given = {
      ...web,
      HALLIGAN_SECRET_SECOND: "60f7e8d94a3b2c1f3506a7e8d1c4b2f9",
      HALLIGAN_SECRET_FILE: "/no/such/file",
    };
    const findings = findingsOf(readConfig({ ...rest, ...given }, reader));
    expect(findings.map((finding) => finding.split(" ")[0]).sort()).toEqual(Object.keys(given).sort());
    for (const finding of findings) expect(finding).toContain("for the web process alone");
  });

  it("may have its files named in a configuration file for all three: the others don't open them", () => {
    writeFileSync(file, JSON.stringify({ HALLIGAN_SECRET_FILE: "gone", OIDC_CLIENT_SECRET_FILE: "gone" }));
    const shared = { ...rest, HALLIGAN_CONFIG_FILE: file };
    const read = settled(readConfig(shared, "gateway"));
    expect([read.config.HALLIGAN_SECRET, read.config.OIDC_CLIENT_SECRET]).toEqual([undefined, undefined]);
    expect(findingsOf(readConfig(shared, "web"))).toHaveLength(2);
  });
});
