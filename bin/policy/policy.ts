import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { closeDatabase } from "@/lib/db/client";
import { casesSchema, runCases } from "@/lib/policy/cases/cases";
import { compilePolicy } from "@/lib/policy/compile/compile";
import type { CompiledPolicy } from "@/lib/policy/compile/compiled";
import type { PolicyFile, PolicyProblem } from "@/lib/policy/text/problems";
import { importVersion } from "@/lib/policy/versions/import-version";
import { inOneLine, print, printError } from "../output";
import { readPolicyFolder } from "./folder";

const EXIT = { done: 0, notDone: 1, usage: 64 } as const;

/** What `halligan policy` is told besides its words. */
export interface PolicyOptions {
  as?: string | undefined;
  reason?: string | undefined;
}

/**
 * Checks, tries or proposes the rules of a folder.
 * @returns 0; 1 where rules have mistakes, a case is answered otherwise, or nothing was proposed; 64 for a wrong use
 */
export async function policyCommand(words: readonly string[], options: PolicyOptions): Promise<number> {
  const [what, folder, cases, ...more] = words;
  if (folder === undefined || more.length > 0) return usage();
  if (what === "check" && cases === undefined) return checked(folder) ? EXIT.done : EXIT.notDone;
  if (what === "test" && cases !== undefined) return tested(folder, cases);
  if (what === "import" && cases === undefined) return imported(folder, options);
  return usage();
}

function usage(): number {
  printError(
    "halligan policy check <folder> | test <folder> <cases.json> | import <folder> --as <who> --reason <why>",
  );
  return EXIT.usage;
}

/** Null: what is wrong was printed. */
function checked(folder: string): { policy: CompiledPolicy; files: readonly PolicyFile[] } | null {
  const files = filesOf(folder);
  if (!files) return null;
  const compiled = compilePolicy("checked", files);
  for (const warning of compiled.warnings) printError(`warning: ${lineOf(folder, warning)}`);
  if (!compiled.ok) {
    for (const problem of compiled.problems) printError(lineOf(folder, problem));
    return null;
  }
  print(`${compiled.policy.rules.size} rules in ${files.length} files, SHA-256 ${compiled.policy.sha256}`);
  return { policy: compiled.policy, files };
}

function filesOf(folder: string): PolicyFile[] | null {
  try {
    return readPolicyFolder(folder);
  } catch (error) {
    printError(`Could not read ${folder}: ${messageOf(error)}`);
    return null;
  }
}

/** As compilers write it, so that editors and CI find the place. */
function lineOf(folder: string, { file, policy, line, column, message, help }: PolicyProblem): string {
  const place = file === "" ? folder : `${folder}/${file}:${line}:${column}`;
  const about = policy === null ? "" : ` (rule ${policy})`;
  return inOneLine(`${place}: ${message}${help === null ? "" : `; ${help}`}${about}`);
}

function tested(folder: string, path: string): number {
  const cases = casesOf(path);
  const found = cases && checked(folder);
  if (!found) return EXIT.notDone;
  const results = runCases(found.policy, cases);
  const failed = results.filter(({ differences }) => differences.length > 0);
  for (const { name, differences } of failed) {
    printError(`FAILED ${inOneLine(name)}`);
    for (const difference of differences) printError(`  ${inOneLine(difference)}`);
  }
  print(`${results.length - failed.length} of ${results.length} cases as expected`);
  return failed.length === 0 ? EXIT.done : EXIT.notDone;
}

function casesOf(path: string) {
  try {
    const parsed = casesSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
    for (const { path: where, message } of parsed.error.issues)
      printError(inOneLine(`${path}: ${where.join(".") || "the file"}: ${message}`));
  } catch (error) {
    printError(`Could not read ${path}: ${messageOf(error)}`);
  }
  return null;
}

async function imported(folder: string, { as: administrator, reason }: PolicyOptions): Promise<number> {
  if (administrator === undefined || reason === undefined) return usage();
  const found = checked(folder);
  if (!found) return EXIT.notDone;
  // Who runs the command is this host's word; the database login is web's.
  const origin = `halligan policy import by ${userInfo().username} on ${hostname()}`.slice(0, 200);
  try {
    const proposed = await importVersion({ administrator, files: found.files, reason }, origin);
    print(
      `Proposed as ${inOneLine(proposed.administrator)} (${proposed.policyId}). Another administrator approves it.`,
    );
    return EXIT.done;
  } catch (error) {
    printError(`Could not propose ${folder}: ${inOneLine(messageOf(error))}`);
    return EXIT.notDone;
  } finally {
    await closeDatabase();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
