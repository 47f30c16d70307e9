import { type Token, tokensOf } from "./lexer";
import { type PolicyFile, type PolicyProblem, positionOf } from "./problems";
import { findUnseen } from "./unseen";

/** The text of one rule, and where it begins in its file. */
export interface Piece {
  readonly file: string;
  readonly fileText: string;
  readonly text: string;
  /** In UTF-16 units. */
  readonly start: number;
}

export const POLICY_LIMITS = {
  files: 50,
  setBytes: 262_144,
  policyBytes: 65_536,
  policies: 2_000,
  depth: 40,
  operators: 100,
} as const;

const FILE_NAME = /^[a-z0-9][a-z0-9-]{0,59}\.cedar$/;
const OPENING = new Set(["(", "[", "{"]);
const CLOSING = new Set([")", "]", "}"]);
const SIGNS = new Set(["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "!", "."]);
const WORDS = new Set(["in", "is", "has", "like", "if", "then", "else", "when", "unless"]);

/**
 * Cuts files into rules, each ending with its semicolon, and holds them to limits of our own: Cedar's parser and
 * evaluator call themselves for what is nested or strung together, and a text that is too deep kills its instance. Only
 * what passed may be given to it.
 */
export function cutPolicies(files: readonly PolicyFile[]): { pieces: Piece[]; problems: PolicyProblem[] } {
  const whole = checkFiles(files);
  if (whole.length > 0) return { pieces: [], problems: whole };
  const cut = files.map(cutFile);
  const pieces = cut.flatMap((file) => file.pieces);
  const problems = cut.flatMap((file) => file.problems);
  if (pieces.length > POLICY_LIMITS.policies)
    problems.push(
      ofFile(files.at(-1)?.name ?? "", `${pieces.length} rules: ${POLICY_LIMITS.policies} at most`),
    );
  return { pieces, problems };
}

function checkFiles(files: readonly PolicyFile[]): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (files.length > POLICY_LIMITS.files)
    problems.push(ofFile("", `${files.length} files: ${POLICY_LIMITS.files} at most`));
  if (bytes > POLICY_LIMITS.setBytes)
    problems.push(ofFile("", `${bytes} bytes in all: ${POLICY_LIMITS.setBytes} at most`));
  const names = new Set<string>();
  for (const { name } of files) {
    if (!FILE_NAME.test(name))
      problems.push(ofFile(name, "a file's name is lower case letters, digits and -, and ends with .cedar"));
    if (names.has(name)) problems.push(ofFile(name, "two files have this name"));
    names.add(name);
  }
  return problems;
}

function cutFile({ name, text }: PolicyFile): { pieces: Piece[]; problems: PolicyProblem[] } {
  const pieces: Piece[] = [];
  const problems: PolicyProblem[] = [];
  const problem = (offset: number, message: string, help: string | null = null) =>
    problems.push({ file: name, policy: null, ...positionOf(text, offset), message, help });
  const unseen = findUnseen(text);
  if (unseen) {
    problem(unseen.at, `${unseen.name} can't be seen, or changes the order of what is seen`, "remove it");
    return { pieces, problems };
  }
  for (const tokens of rulesIn(tokensOf(text))) {
    const start = tokens[0]?.start ?? 0;
    const piece = { file: name, fileText: text, text: text.slice(start, tokens.at(-1)?.end), start };
    const excess = excessOf(tokens, piece.text);
    if (excess) problem(excess.at, excess.message, excess.help ?? null);
    else pieces.push(piece);
  }
  return { pieces, problems };
}

/** Nothing in a rule holds a semicolon but its strings: one that is missing, or a bracket, spoils no other rule. */
function rulesIn(tokens: readonly Token[]): Token[][] {
  const rules: Token[][] = [];
  let rule: Token[] = [];
  for (const token of tokens) {
    rule.push(token);
    if (token.text !== ";") continue;
    rules.push(rule);
    rule = [];
  }
  return rule.length > 0 ? [...rules, rule] : rules;
}

function excessOf(
  tokens: readonly Token[],
  text: string,
): { at: number; message: string; help?: string } | null {
  const { depth: mostDepth, operators: mostOperators, policyBytes } = POLICY_LIMITS;
  const first = tokens[0]?.start ?? 0;
  if (Buffer.byteLength(text) > policyBytes)
    return { at: first, message: `a rule of more than ${policyBytes} bytes` };
  let depth = 0;
  let operators = 0;
  for (const token of tokens) {
    if (token.kind === "open-text") return { at: token.start, message: "this text has no closing quote" };
    if (OPENING.has(token.text)) depth += 1;
    if (CLOSING.has(token.text)) depth -= 1;
    if (SIGNS.has(token.text) || WORDS.has(token.text)) operators += 1;
    if (depth > mostDepth)
      return {
        at: token.start,
        message: `nested more than ${mostDepth} deep`,
        help: "make it several rules",
      };
    if (operators > mostOperators)
      return {
        at: token.start,
        message: `more than ${mostOperators} operators in one rule`,
        help: "make it several rules",
      };
  }
  return null;
}

function ofFile(file: string, message: string): PolicyProblem {
  return { file, policy: null, line: 1, column: 1, message, help: null };
}
