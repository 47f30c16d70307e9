import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { readPolicy } from "@/lib/policy/versions/read-policy";
import { openWorld, type World } from "@/lib/requests/testing/world";
import { buildProgram, type Program } from "../testing/program";

let program: Program;
let world: World;
beforeAll(async () => {
  program = await buildProgram();
  world = await openWorld();
});
afterAll(async () => {
  program.remove();
  await world.close();
});

const RULE = `@id("all") @approvals("1 of sre-leads") permit (principal, action == Action::"request", resource);`;

function folderWith(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(program.folder, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

describe("halligan policy check", () => {
  it("accepts the rules that come with the portal, without a database", async () => {
    const { code, said, error } = await program.run(["policy", "check", "policy/default"]);
    expect([code, error]).toEqual([0, ""]);
    expect(said).toMatch(/^3 rules in 1 files, SHA-256 [0-9a-f]{64}\n$/);
  });

  it("says of each mistake file, line, column and what was meant, and ends with 1", async () => {
    const folder = folderWith("wrong", {
      "a.cedar": `// first\n  ${RULE.replace("@approvals", "@aprovals")}`,
      "b.cedar": `${RULE}\n${RULE.replace("resource)", "resource) when { resource.regio == 1 }")}`,
    });
    const { code, said, error } = await program.run(["policy", "check", folder]);
    expect([code, said]).toEqual([1, ""]);
    expect(error).toContain(
      `${folder}/a.cedar:2:14: there is no annotation @aprovals; did you mean @approvals? (rule all)`,
    );
    expect(error).toContain(
      `${folder}/b.cedar:2:1: @id("all") is that of another rule, in b.cedar (rule all)`,
    );
  });

  it.each([
    ["an empty folder", {}, "no file in it ends with .cedar"],
    ["what is not UTF-8", { "a.cedar": Uint8Array.of(0xff, 0xfe, 0x41) }, "a.cedar is not UTF-8"],
    ["too much", { "a.cedar": "x".repeat(262_145) }, "a.cedar has more than 262144 bytes"],
    [
      "what would turn a line on the screen around",
      { "a.cedar": `${RULE} // \u202e` },
      "U+202E can't be seen",
    ],
    ["a nest of brackets", { "a.cedar": `permit ${"(".repeat(50_000)}` }, "nested more than 40 deep"],
  ])("ends with 1 and a sentence for %s", async (title, files, sentence) => {
    const folder = folderWith(title.replaceAll(" ", "-"), files);
    const { code, error } = await program.run(["policy", "check", folder]);
    expect([code, error]).toEqual([1, expect.stringContaining(sentence)]);
  });

  it("says how it is used", async () => {
    for (const words of [[], ["check"], ["chekc", "x"], ["check", "x", "y"], ["test", "x"], ["import", "x"]])
      expect((await program.run(["policy", ...words])).code).toBe(64);
  });
});

describe("halligan policy test", () => {
  it("asks the rules what the cases say", async () => {
    const { code, said } = await program.run([
      "policy",
      "test",
      "policy/default",
      "policy/default-cases.json",
    ]);
    expect([code, said]).toEqual([0, expect.stringContaining("8 of 8 cases as expected")]);
  });

  it("names the case that is answered otherwise, or what is wrong with the file, and ends with 1", async () => {
    const folder = folderWith("cases", { "a.cedar": RULE, "wrong.json": '[{"name":1}]' });
    const other = await program.run(["policy", "test", folder, "policy/default-cases.json"]);
    expect([other.code, other.error]).toEqual([
      1,
      expect.stringContaining("FAILED production takes one approval\n  rules: "),
    ]);
    const wrong = await program.run(["policy", "test", folder, join(folder, "wrong.json")]);
    expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining("0.name: ")]);
  });
});

describe("halligan policy import", () => {
  const settings = () => ({ ...testEnvironment(config().DATABASE_URL) });
  const REASON = "Moved here from our repository of rules";

  it("proposes in an administrator's name, who then can't approve it", async () => {
    const { dov, fay } = world.people;
    const folder = folderWith("import", { "a.cedar": RULE });
    const words = ["policy", "import", folder, "--as", dov.name, "--reason", REASON];
    const { code, said, error } = await program.run(words, settings());
    expect([code, error]).toEqual([0, expect.stringContaining("the strictest counts")]);
    expect(said).toContain("Proposed as Dov Lindqvist (pol_");
    const files = [{ name: "a.cedar", text: RULE }];
    expect((await readPolicy(dov)).proposals).toMatchObject([
      { proposedBy: { id: dov.id }, reason: REASON, files, approve: { allowed: false } },
    ]);
    expect((await readPolicy(fay)).proposals).toHaveLength(1);
  });

  it.each([
    ["somebody who administers nothing", "Ana Duarte", REASON, "no administrator is called Ana Duarte"],
    ["nobody", "Nobody", REASON, "no administrator is called Nobody"],
    ["a reason that says nothing", "Fay Tanaka", "because", "INVALID_INPUT"],
  ])("proposes nothing for %s", async (_title, who, reason, sentence) => {
    const words = ["policy", "import", "policy/default", "--as", who, "--reason", reason];
    const { code, error } = await program.run(words, settings());
    expect([code, error]).toEqual([1, expect.stringContaining(sentence)]);
  });
});
