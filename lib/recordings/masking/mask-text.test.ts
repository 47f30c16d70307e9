import { describe, expect, it } from "vitest";
import { findSecrets } from "./detection/find-secrets";
import { maskLines, maskText } from "./mask-text";
import { readCorpus } from "./testing/corpus";

const secrets = readCorpus("secrets");
const harmless = readCorpus("harmless");
const parts = (text: string, spans: readonly (readonly [number, number])[]) =>
  spans.map((span) => text.slice(...span));

describe("Secrets", () => {
  it.each(secrets)("are found in: $text", ({ text, secrets: expected }) => {
    expect(parts(text, findSecrets(text))).toEqual(parts(text, expected));
  });

  it.each(harmless)("are not found in: $text", ({ text }) => {
    expect(parts(text, findSecrets(text))).toEqual([]);
  });

  it("are found wherever they stand among other lines", () => {
    const others = harmless.map(({ text }) => text);
    for (const { text, secrets: expected } of secrets) {
      const all = [...others, text, ...others].join("\n");
      expect(parts(all, findSecrets(all))).toEqual(parts(text, expected));
    }
  });

  it("are looked for in hostile text, which ends", () => {
    const begin = "-----BEGIN PRIVATE KEY-----\n";
    for (const unit of [
      "-a",
      "-A",
      "a.",
      "a.b",
      "\\",
      "+",
      "+=",
      "'\"",
      "--a-",
      "eyJ",
      "://",
      "\u0301",
      "$",
      "_",
      "x.",
      "x",
      ")",
      "];",
    ])
      for (const before of [
        "token=",
        "token: ",
        'token: "',
        "password=",
        `${begin}`,
        "--token ",
        "echo ",
        "curl -u ",
        "://",
      ])
        for (const after of ["", "!", "\n!", "@"])
          expect(maskText(`${before}${unit.repeat(20_000)}${after}`)).not.toBe("");
  });

  it("are looked for in a million brackets, which are read once", () => {
    const brackets = ")".repeat(1_000_000);
    for (const name of ["password=", "token: "]) expect(maskText(`${name}${brackets}a`)).toContain("•");
  });

  it("are masked by as many signs as they had cells", () => {
    expect(maskText("password=hunter2 x")).toBe("password=••••••• x");
    expect(maskText("密碼：天氣a\u0301")).toBe("密碼：＊＊•");
  });

  it("stay masked when what was masked is masked again", () => {
    for (const { text } of secrets) expect(maskText(maskText(text))).toBe(maskText(text));
  });

  it("are found over lines that a transcript broke", () => {
    const first = `${"x ".repeat(2_040)}password=hun`.padStart(4_096, "y");
    expect(maskLines([first, "ter2 and more"])).toEqual([first.replace(/hun$/, "•••"), "•••• and more"]);
  });

  it("are found over the rows of a full-screen program", () => {
    const rows = [`${"-".repeat(60)} password=hun`, "ter2", "short"];
    expect(maskLines([rows.join("\n")])).toEqual([`${"-".repeat(60)} password=•••\n••••\nshort`]);
  });

  it("are found by what stands before and after the lines that are masked", () => {
    const body = "MIIEowIBAAKCAQEA3examplePrivateKeyLine0123456789";
    const before = ["-----BEGIN RSA PRIVATE KEY-----"];
    expect(maskLines([body], { before })).toEqual(["•".repeat(body.length)]);
    expect(maskLines([body])).toEqual([body]);
  });
});
