import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const SPEAKS = new Set([
  "t",
  "errorSentence",
  "wordFor",
  "auditSentence",
  "sentenceFor",
  "formatDuration",
  "formatList",
  "currentLanguage",
]);

/** The calls of a file that run when it is loaded: those outside every function. */
function spokenWhenLoaded(name: string, text: string): string[] {
  const kind = name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && SPEAKS.has(node.expression.text))
      found.push(
        `${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText()}`,
      );
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

it("nothing is said while a module is loaded: nobody is reading yet, in no language", () => {
  const files = ["app", "components"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((name) => spokenWhenLoaded(name, readFileSync(join(ROOT, name), "utf8")));
  expect(found).toEqual([]);
});

it("a sentence at the top of a file is found, one in a function is not", () => {
  expect(spokenWhenLoaded("a.ts", 'const A = { word: t("nav.home") };')).toEqual(['a.ts:1 t("nav.home")']);
  expect(spokenWhenLoaded("a.ts", 'const A = { get word() { return t("nav.home"); } };')).toEqual([]);
});
