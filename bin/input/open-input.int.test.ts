import { exec } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputSealer } from "@/lib/recordings/sealed-input/input-sealer";
import type { InputRow } from "@/lib/recordings/sealed-input/open-input";
import { writePackage } from "@/lib/recordings/sealed-input/sealed-package";
import { buildProgram, type Program } from "../testing/program";

let halligan: Program;
const at = (name: string) => join(halligan.folder, name);
const keys = new Map<string, string>();

beforeAll(async () => {
  halligan = await buildProgram();
  for (const name of ["gil", "hana", "mallory"]) {
    const { code, said, error } = await halligan.run(["keygen", "--out", at(`${name}.txt`)]);
    expect([code, error]).toEqual([0, expect.stringContaining(`${name}.txt`)]);
    keys.set(name, said.trim());
  }
  writeFileSync(at("input.jsonl"), await packageOf(["ls -la\r", "资", "\u001b[A\u0003\r", "exit"]));
});
afterAll(() => halligan.remove());

async function packageOf(texts: readonly string[]): Promise<Buffer> {
  const recipients = ["gil", "hana"].map((name) => ({ name, key: keys.get(name) ?? "" }));
  const sealer = new InputSealer({ sessionId: "ses_1", epoch: 1 }, recipients);
  async function* rows(): AsyncGenerator<InputRow> {
    for (const [sequence, text] of texts.entries()) {
      const payload = Buffer.from(text);
      const bytes = await sealer.seal({ sequence, payload });
      sealer.stored();
      const time = {
        at: `2026-03-14T09:26:5${sequence}.000Z`,
        id: String(sequence + 1),
        epoch: 1,
        kind: "i" as const,
      };
      yield { ...time, sequence, byteCount: payload.length, bytes };
    }
  }
  const parts: Uint8Array[] = [];
  for await (const part of writePackage({ sessionId: "ses_1", openingId: "opn_1" }, rows())) parts.push(part);
  return Buffer.concat(parts);
}

const open = (file: string, names: readonly string[], ...more: string[]) =>
  halligan.run([
    "open-input",
    at(file),
    ...names.flatMap((name) => ["--identity", at(`${name}.txt`)]),
    ...more,
  ]);

describe("halligan keygen", () => {
  it("writes a private key that only its owner can read, and prints the public one", () => {
    expect(keys.get("gil")).toMatch(/^age1[0-9a-z]{58}$/);
    expect(readFileSync(at("gil.txt"), "utf8")).toMatch(
      /^# created: .*\n# public key: age1.*\nAGE-SECRET-KEY-1\w{58}\n$/,
    );
    expect(statSync(at("gil.txt")).mode & 0o077).toBe(0);
  });

  it("never writes over a key that is there", async () => {
    const before = readFileSync(at("gil.txt"), "utf8");
    expect((await halligan.run(["keygen", "--out", at("gil.txt")])).code).toBe(1);
    expect(readFileSync(at("gil.txt"), "utf8")).toBe(before);
  });
});

describe("halligan open-input", () => {
  it("prints what was typed line by line, with times, and what acts as signs", async () => {
    const { code, said, error } = await open("input.jsonl", ["gil", "hana"]);
    expect([code, error]).toEqual([
      0,
      expect.stringMatching(/^4 messages of ses_1 were opened. SHA-256 of .*: [0-9a-f]{64}\n$/),
    ]);
    expect(said.split("\n")).toEqual([
      "2026-03-14T09:26:50.000Z  ls -la\\u{d}",
      "2026-03-14T09:26:51.000Z  资\\u{1b}[A\\u{3}\\u{d}",
      "2026-03-14T09:26:53.000Z  exit",
      "2026-03-14T09:26:53.000Z  (of the last 19 bytes some may not have reached the node: the gateway or the session ended there)",
      "",
    ]);
  });

  it("writes each message, byte for byte, into a file that only its owner can read", async () => {
    expect(await open("input.jsonl", ["hana", "gil"], "--out", at("out.jsonl"))).toMatchObject({
      code: 0,
      said: "",
    });
    expect(statSync(at("out.jsonl")).mode & 0o077).toBe(0);
    const lines = readFileSync(at("out.jsonl"), "utf8").trim().split("\n");
    expect(lines.map((line) => Buffer.from(JSON.parse(line).base64, "base64").toString()).join("")).toBe(
      "ls -la\r资\u001b[A\u0003\rexit",
    );
  });

  it.each<[string, string[], RegExp]>([
    ["one key only", ["gil"], /^Not opened: only gil's key was given: a second of gil, hana is needed\.\n$/],
    ["one key twice", ["gil", "gil"], /only gil's key was given/],
    ["one key and a stranger's", ["hana", "mallory"], /only hana's key was given/],
    ["a stranger's key", ["mallory"], /no given key is one of its custodians' \(gil, hana\)/],
    ["no key", [], /--identity/],
  ])("says what is wrong: %s", async (_title, names, problem) => {
    const { code, said, error } = await open("input.jsonl", names, "--out", at("none.jsonl"));
    expect([code === 0, said, error]).toEqual([false, "", expect.stringMatching(problem)]);
    expect(existsSync(at("none.jsonl"))).toBe(false);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      "a byte of it changed",
      (text) =>
        text.replace(/("bytes":"Ag.{20})(.)/, (_all, head, sign) => head + (sign === "A" ? "B" : "A")),
      /is not what was sealed there/,
    ],
    ["a line of it gone", (text) => text.split("\n").toSpliced(2, 1).join("\n"), /behind number|follow/],
    ["its end gone", (text) => text.split("\n").slice(0, 3).join("\n").concat("\n"), /its end is missing/],
    ["nothing in it", () => "{\n", /its first line is not written as Halligan writes it/],
    ["cut in the middle of a line", (text) => text.slice(0, -5), /its last line has no end/],
  ])("says what is wrong: %s", async (_title, change, problem) => {
    writeFileSync(at("bad.jsonl"), change(readFileSync(at("input.jsonl"), "utf8")));
    const { code, error } = await open("bad.jsonl", ["gil", "hana"], "--out", at("none.jsonl"));
    expect([code, error]).toEqual([1, expect.stringMatching(problem)]);
    expect(existsSync(at("none.jsonl"))).toBe(false);
  });

  it("says what is wrong with a file of keys, and repeats nothing of it", async () => {
    writeFileSync(at("broken.txt"), "AGE-SECRET-KEY-1SECRET\n");
    const key = /AGE-SECRET-KEY-1\w+/.exec(readFileSync(at("gil.txt"), "utf8"))?.[0] ?? "";
    const slip = key.replace(/.$/, (sign) => (sign === "Q" ? "P" : "Q"));
    writeFileSync(at("slip.txt"), `${slip}\n`);
    writeFileSync(at("public.txt"), `${keys.get("gil")}\n`);
    writeFileSync(at("locked.txt"), "age-encryption.org/v1\n-> scrypt\n");
    for (const [name, problem] of [
      ["broken", "a slip in it"],
      ["slip", "a slip in it"],
      ["public", "no file of age keys"],
      ["locked", "is encrypted itself"],
      ["not-there", "can't be read: ENOENT"],
    ] as const) {
      const { code, error } = await open("input.jsonl", ["hana", name]);
      expect([code, error]).toEqual([1, expect.stringContaining(problem)]);
      expect(error).toMatch(/[^.]\.\n$/);
      for (const part of ["SECRET-KEY-1SECRET", slip.slice(20, 40)]) expect(error).not.toContain(part);
    }
  });

  it("takes keys as an editor on Windows writes them", async () => {
    const text = readFileSync(at("gil.txt"), "utf8");
    writeFileSync(at("windows.txt"), `\ufeff${text.replaceAll("\n", "\r\n")}`);
    expect(await open("input.jsonl", ["windows", "hana"])).toMatchObject({ code: 0 });
  });

  it("ends with a sentence where its output can't be written, and never says that it was", async () => {
    const into = (where: string, command: string) =>
      promisify(exec)(`${process.execPath} ${halligan.path} ${command} ${where}`, {
        shell: "/bin/bash",
      }).catch((error) => error);
    const opening = `open-input ${at("input.jsonl")} --identity ${at("gil.txt")} --identity ${at("hana.txt")}`;
    for (const [command, where] of [
      [opening, "> /dev/full"],
      [opening, "| true; exit ${PIPESTATUS[0]}"],
      ["--help", "> /dev/full"],
    ] as const) {
      const { code, stderr } = await into(where, command);
      expect([code, stderr]).toEqual([
        74,
        expect.stringMatching(/^The output could not be written: .*\.\n$/),
      ]);
    }
  });

  it("verifies an evidence bundle first, so it needs its keys", async () => {
    writeFileSync(at("x.tar"), Buffer.alloc(1024));
    expect(await open("x.tar", ["gil", "hana"])).toMatchObject({
      code: 1,
      error: expect.stringContaining("--key"),
    });
  });
});
