import { bech32 } from "@scure/base";
import { describe, expect, it } from "vitest";
import { testEnvironment } from "../../testing/environment";
import { readConfig } from "../config";
import { describeFinding } from "../sources";

const complete = testEnvironment("postgresql://x@127.0.0.1/x");
const key = (byte: number) => bech32.encode("age", bech32.toWords(new Uint8Array(32).fill(byte)), 90);
const gil = { name: "Gil Hart", key: key(1) };
const hana = { name: "Hana 三上", key: key(2) };

function read(changed: Record<string, string>) {
  return readConfig({ ...complete, ...changed });
}
function findings(changed: Record<string, string>): string[] {
  const result = read(changed);
  return result.ok ? [] : result.findings.map(describeFinding);
}

describe("how input is recorded", () => {
  it("is counted, unless it is said to be kept, and for whom", () => {
    const usual = read({});
    expect(usual.ok && usual.config.INPUT_RECORDING).toEqual({ production: "counted", staging: "counted" });
    const kept = read({
      INPUT_RECORDING: '{"production":"kept"}',
      INPUT_RECIPIENTS: JSON.stringify([gil, hana]),
    });
    expect(kept.ok && kept.config).toMatchObject({
      INPUT_RECORDING: { production: "kept", staging: "counted" },
      INPUT_RECIPIENTS: [gil, hana],
    });
  });

  it.each<[string, unknown, RegExp]>([
    ["one alone", [gil], /at least two people/],
    ["nobody", [], /at least two people/],
    ["too many", Array.from({ length: 9 }, (_, at) => ({ name: `P${at}`, key: key(at + 1) })), /at most 8/],
    ["one person twice", [gil, { ...hana, name: "gil hart" }], /anybody twice/],
    ["one key twice", [gil, { ...hana, key: gil.key }], /a key twice/],
    [
      "a key with a slip in it",
      [gil, { ...hana, key: hana.key.replace(/.$/, (sign) => (sign === "q" ? "p" : "q")) }],
      /age-keygen printed them/,
    ],
    ["a key cut short", [gil, { ...hana, key: hana.key.slice(0, -1) }], /age-keygen printed them/],
    ["a key of another kind", [gil, { ...hana, key: "ssh-ed25519 AAAA" }], /must be an age public key/],
    [
      "a plugin's key",
      [gil, { ...hana, key: bech32.encode("age1yubikey", bech32.toWords(new Uint8Array(33)), 90) }],
      /age-keygen printed them/,
    ],
    ["a key of zeros", [gil, { ...hana, key: key(0) }], /all zeros/],
    ["a name without a letter", [gil, { ...hana, name: " " }], /must be a name/],
    ["a name that turns the order", [gil, { ...hana, name: "ev\u202eil" }], /must be a name/],
  ])("is refused for %s", (_title, recipients, problem) => {
    const found = findings({ INPUT_RECIPIENTS: JSON.stringify(recipients) });
    expect(found).toEqual([expect.stringMatching(problem)]);
  });

  it("never repeats a private key that was given by mistake", () => {
    const secret = `AGE-SECRET-KEY-1${"Q".repeat(58)}`;
    const found = findings({ INPUT_RECIPIENTS: JSON.stringify([gil, { ...hana, key: secret }]) });
    expect(found).toEqual([expect.stringMatching(/is a private key/)]);
    expect(found.join()).not.toContain(secret);
  });

  it.each(['{"production":"yes"}', '{"prod":"kept"}', "kept"])(
    "is counted or kept: %s is refused",
    (text) => {
      expect(findings({ INPUT_RECORDING: text })).toEqual([expect.stringMatching(/^INPUT_RECORDING /)]);
    },
  );
});
