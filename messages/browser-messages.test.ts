import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { BROWSER_FAMILIES, BUNDLE_PARTS, type BundlePart, isSentTo } from "./browser-messages";
import { en } from "./en";

const ROOT = join(import.meta.dirname, "..");
const CODES = Object.keys(en);
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config,
  ts.sys,
  ROOT,
);
/** What Next renders: pages, layouts, and what stands in their place. The last resort brings its own words. */
const ENTRIES = readdirSync(join(ROOT, "app"), { recursive: true, encoding: "utf8" })
  .filter((name) => /(^|\/)(page|layout|error|not-found|forbidden)\.tsx$/.test(name))
  .map((name) => join(ROOT, "app", name));
const program = ts.createProgram(ENTRIES, { ...options, noEmit: true });
const checker = program.getTypeChecker();

function sourceOf(file: string): ts.SourceFile {
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`${file} is not part of the program`);
  return source;
}

function walk(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => walk(child, look));
}

/** The files of ours that a file loads when it runs; types load nothing. */
function loadedBy(file: string): string[] {
  const named: ts.Expression[] = [];
  walk(sourceOf(file), (node) => {
    if (ts.isImportDeclaration(node) && !isTypeOnly(node)) named.push(node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && !node.isTypeOnly && node.moduleSpecifier)
      named.push(node.moduleSpecifier);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      named.push(...node.arguments.slice(0, 1));
  });
  return named
    .filter(ts.isStringLiteral)
    .map(({ text }) => ts.resolveModuleName(text, file, options, ts.sys).resolvedModule?.resolvedFileName)
    .filter((name) => name?.startsWith(ROOT) === true && !name.includes("node_modules"))
    .map(String);
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause || importClause.isTypeOnly) return importClause !== undefined;
  const named = importClause.namedBindings;
  const isEach =
    named !== undefined && ts.isNamedImports(named) && named.elements.every((one) => one.isTypeOnly);
  return importClause.name === undefined && isEach;
}

/** What an entry brings into a browser: its client modules with all that they load. */
function inBrowser(entry: string): Set<string> {
  const [server, browser] = [new Set<string>(), new Set<string>()];
  const visit = (file: string, isAbove: boolean): void => {
    const isClient = isAbove || sourceOf(file).text.startsWith('"use client"');
    const seen = isClient ? browser : server;
    if (seen.has(file)) return;
    seen.add(file);
    for (const next of loadedBy(file)) if (/\.tsx?$/.test(next)) visit(next, isClient);
  };
  visit(entry, false);
  return browser;
}

/** What a page loads when it needs it (app/client). */
const WHEN_NEEDED = ["errors", "notices", "glass"] as const;

const family = (name: string) => CODES.filter((code) => code.startsWith(`${name}.`));

/** The codes that a file may say: those of the types of what it says, and all that stand in it as they are. */
function saidIn(file: string): string[] {
  const said: string[] = [];
  walk(sourceOf(file), (node) => {
    if (ts.isStringLiteralLike(node) && node.text in en) said.push(node.text);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || !node.arguments[0]) return;
    const [argument] = node.arguments;
    switch (node.expression.text) {
      case "t":
      case "wordFor": {
        const type = checker.getTypeAtLocation(argument);
        const words = (type.isUnion() ? type.types : [type]).map((one) => {
          if (one.isStringLiteral()) return one.value;
          throw new Error(`${file}: what does ${node.getText()} say?`);
        });
        said.push(...(node.expression.text === "t" ? words : words.flatMap(family)));
        break;
      }
      case "errorSentence":
        said.push(...family("error"));
        break;
      case "auditSentence":
        said.push(...family("audit"));
    }
  });
  return said;
}

/** Those of every page, and those that an entry says it is wrapped in. */
function partsOf(entry: string): BundlePart[] {
  const files = [
    entry,
    ...loadedBy(entry).filter((file) => /\/(session-messages|list-page)\.tsx$/.test(file)),
  ];
  return BUNDLE_PARTS.filter(
    (part) =>
      part === "page" || files.some((file) => sourceOf(file).text.includes(`<PartMessages part="${part}"`)),
  );
}

const spoken = ENTRIES.map((entry) => ({
  entry: entry.slice(ROOT.length + 1),
  parts: partsOf(entry),
  codes: [...new Set([...inBrowser(entry)].filter((file) => !file.includes("/messages/")).flatMap(saidIn))],
}));

it("a browser is sent every sentence that it may say, on each page", () => {
  expect(spoken.length).toBeGreaterThan(20);
  expect(spoken.flatMap(({ codes }) => codes).length).toBeGreaterThan(1000);
  const missing = spoken.flatMap(({ entry, parts, codes }) =>
    codes
      .filter((code) => ![...parts, ...WHEN_NEEDED].some((part) => isSentTo(part, code)))
      .map((code) => `${entry}: ${code}`),
  );
  expect(missing).toEqual([]);
});

it("and no family that only the server says", () => {
  const said = new Set(spoken.flatMap(({ codes }) => codes));
  const families = BUNDLE_PARTS.flatMap((part) => [...BROWSER_FAMILIES[part]]);
  const silent = families.filter((name) => !said.has(name) && !family(name).some((code) => said.has(code)));
  expect(silent).toEqual([]);
  expect(families.filter((name) => family(name).length === 0 && !CODES.includes(name))).toEqual([]);
});
