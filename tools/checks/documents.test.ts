import { existsSync, readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";

/** How a document names a test: `file › title`, as the test's source has it. */
const NAMED_TEST = /`([^`\s]+\.(?:test|e2e)\.ts) › ([^`]+)`/g;
const PROMISE = /\b(?:can't|cannot|never|nobody)\b/i;
/** What is not promised, by its heading. */
const NO_PROMISES = new Set(["What we do not claim", "Not vulnerabilities", "Who trusts whom"]);

const read = (path: string) => readFileSync(inCheckout(path), "utf8");
const documents = [
  ...["README.md", "CONTRIBUTING.md"],
  ...["docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(inCheckout(folder)).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : [])),
  ),
];

/** A document's table rows, list items and paragraphs, each with the headings of its table. */
function partsOf(text: string): { section: string; heads: string[]; part: string }[] {
  const found: { section: string; heads: string[]; part: string }[] = [];
  let section = "";
  for (const block of text.replace(/^```[\s\S]*?^```$/gm, "").split(/\n{2,}/)) {
    const heading = /^##+ (.*)/.exec(block);
    if (heading) section = heading[1] ?? "";
    const lines = block.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    const isTable = lines[0]?.startsWith("|") ?? false;
    const heads = isTable ? (lines[0] ?? "").split("|").map((cell) => cell.trim()) : [];
    const parts = isTable ? lines.slice(2) : lines.join("\n").split(/\n(?=- |\d+\. )/);
    for (const part of parts) if (part !== "") found.push({ section, heads, part });
  }
  return found;
}

/** Promises that name no test. In a table of tests every row is one. */
function untested(text: string): string[] {
  return partsOf(text)
    .filter(({ section }) => !NO_PROMISES.has(section))
    .filter(({ heads, part }) => heads.includes("tests") || PROMISE.test(part))
    .filter(({ part }) => !part.match(NAMED_TEST))
    .map(({ part }) => part);
}

/** Titles of the tests in a source: of each test and group, and of each case in its table; none that is skipped. */
function titlesIn(source: string): Set<string> {
  const titles = new Set<string>();
  const addAll = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) titles.add(node.text);
    ts.forEachChild(node, addAll);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText();
      if (/^(?:it|test|describe)\.(?:skip|todo)\b/.test(called)) return;
      const [first] = node.arguments;
      if (/^(?:it|test|describe)\b/.test(called) && first && ts.isStringLiteralLike(first))
        titles.add(first.text);
      if (/^(?:it|test|describe)\.each$/.test(called)) node.arguments.forEach(addAll);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("x.ts", source, ts.ScriptTarget.Latest, true));
  return titles;
}

/** Tests that a document names and that are not there. */
function missing(text: string): string[] {
  return [...text.matchAll(NAMED_TEST)].flatMap(([whole, path = "", title = ""]) =>
    existsSync(inCheckout(path)) && titlesIn(read(path)).has(title) ? [] : [whole],
  );
}

describe.each(["docs/threat-model.md", "docs/architecture.md"])("every promise of %s", (path) => {
  it("names the test that tries to break it", () => {
    expect(untested(read(path))).toEqual([]);
  });
});

describe.each(documents)("%s", (path) => {
  const text = read(path);

  it("names no test that isn't there", () => {
    expect(missing(text)).toEqual([]);
  });

  it("names no file, script or command that isn't there", () => {
    const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts);
    const commands = [...read("bin/halligan.ts").matchAll(/case "([\w-]+)":/g)].map(([, name]) => name);
    const gone = [
      ...[
        ...text.matchAll(
          /`((?:app|bench|bin|components|docs|e2e|fixtures|infra|lib|messages|prisma|sandbox|server|tools)\/[\w@./-]+)/g,
        ),
      ]
        .map(([, named = ""]) => named.replace(/[./]+$/, ""))
        .filter((named) => ["", ".ts", ".tsx", ".mjs"].every((end) => !existsSync(inCheckout(named + end)))),
      ...[...text.matchAll(/\bnpm run ([\w:]+)/g)].flatMap(([, name = ""]) =>
        scripts.includes(name) ? [] : [name],
      ),
      ...[...text.matchAll(/\bnode (tools\/[\w/.-]+)/g)].flatMap(([, file = ""]) =>
        existsSync(inCheckout(file)) ? [] : [file],
      ),
      ...[...text.matchAll(/\bhalligan(?:\.mjs)? (verify|[a-z]+-[a-z]+)\b/g)].flatMap(([, name = ""]) =>
        commands.includes(name) ? [] : [name],
      ),
    ];
    expect(gone).toEqual([]);
  });
});

describe("this check", () => {
  it("finds a promise without a test, in a table and in a paragraph, and lets others be", () => {
    const text = [
      "## One\n| can't | what stops it | tests |\n|---|---|---|\n| fly | it is heavy | |",
      "It never sleeps.\n\nIt sleeps.\n\n- nobody\n- `a/b.test.ts › nobody`",
      "```\nnever\n```\n\n## Not vulnerabilities\n\n- It can't swim.",
    ].join("\n\n");
    expect(untested(text)).toEqual(["| fly | it is heavy | |", "It never sleeps.", "- nobody"]);
  });

  it("knows titles of tests, groups and cases, and not those that are skipped or only said", () => {
    const source = `
      describe("group", () => {
        it.each([["case", 1]] as const)("title of %s", () => { expect("said").toBe(1); });
        it.skip("skipped", () => {});
        describe.skip("all skipped", () => { it("inside", () => {}); });
      });
      // test("commented", () => {});
    `;
    expect([...titlesIn(source)].sort()).toEqual(["case", "group", "title of %s"]);
  });

  it("finds a test that is gone", () => {
    expect(missing("`tools/checks/documents.test.ts › finds a test that is gone`")).toEqual([]);
    const gone = "`tools/checks/documents.test.ts › was renamed`";
    expect(missing(`${gone} and \`tools/gone.test.ts › finds\``)).toEqual([
      gone,
      "`tools/gone.test.ts › finds`",
    ]);
  });
});
