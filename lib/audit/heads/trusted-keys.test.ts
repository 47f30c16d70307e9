import { describe, expect, it } from "vitest";
import { signerOf } from "./note";
import { isInPeriod, readTrustedKeys } from "./trusted-keys";

const { key } = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
const { key: second } = signerOf("portal.example/audit", Buffer.alloc(32, 8).toString("base64"));

it("reads several keys, with and without periods, between comments and empty lines", () => {
  const text = `# until the key was replaced\r\n${key.text} not-after=2026-03-14T09:26:53Z\n\n  ${second.text}\tnot-before=2026-03-14T09:26:53.000Z  not-after=2027-01-01T00:00:00Z\n`;
  const at = Date.parse("2026-03-14T09:26:53Z");
  expect(readTrustedKeys(text)).toMatchObject([
    { text: key.text, notBefore: null, notAfter: at },
    { text: second.text, notBefore: at, notAfter: Date.parse("2027-01-01T00:00:00Z") },
  ]);
});

describe("refuses, naming the line", () => {
  it.each([
    ["", "there is no public key"],
    ["# nothing", "there is no public key"],
    [`${key.text}\nno key`, "line 2 is not a public key"],
    [`${key.text} 2026`, "line 1 has something behind the key"],
    [`${key.text} not-after=2026-03-14`, "line 1 has something behind the key"],
    [`${key.text} not-after=2026-19-14T00:00:00Z`, "line 1 has something behind the key"],
    [`${key.text} not-before=2026-03-15T00:00:00Z not-after=2026-03-14T00:00:00Z`, "ends before it begins"],
    [`${key.text}\n${key.text} not-after=2026-03-14T00:00:00Z`, "is in it twice"],
  ])("%j", (text, message) => {
    expect(() => readTrustedKeys(text)).toThrow(message);
  });

  it("more keys than anybody has", () => {
    expect(() => readTrustedKeys(`${key.text}\n`.repeat(1_001))).toThrow("more than 1000 keys");
  });
});

it.each([
  ["2026-03-14T09:26:52.999Z", false],
  ["2026-03-14T09:26:53.000Z", true],
  ["2026-03-14T09:26:54.000Z", true],
  ["2026-03-14T09:26:54.001Z", false],
])("a period of a second holds at %s: %s", (at, isIn) => {
  const [trusted] = readTrustedKeys(
    `${key.text} not-before=2026-03-14T09:26:53Z not-after=2026-03-14T09:26:54Z`,
  );
  expect(trusted && isInPeriod(trusted, at)).toBe(isIn);
});
