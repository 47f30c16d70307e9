import { createHash } from "node:crypto";
import type { DetailedError, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { CedarDied, withCedar } from "../engine/cedar";
import { decideNode } from "../engine/decide";
import { ASKED_ACTIONS } from "../engine/question";
import { cutPolicies, type Piece } from "../text/cut";
import { fromByteOffset, inOrder, type PolicyFile, type PolicyProblem, positionOf } from "../text/problems";
import { escapeUnseen, findUnseen } from "../text/unseen";
import { type AnnotationProblem, CANT_BE_SEEN, readAnnotations, readId, unsaid } from "./annotations";
import type { CompiledPolicy, CompiledRule } from "./compiled";
import { readsOf } from "./reads";
import { shippedPolicy } from "./shipped";

export type Compilation =
  | { readonly ok: true; readonly policy: CompiledPolicy; readonly warnings: readonly PolicyProblem[] }
  | {
      readonly ok: false;
      readonly problems: readonly PolicyProblem[];
      readonly warnings: readonly PolicyProblem[];
    };

const MOST_ZONES = 8;

/** Of what is in the files, whatever their order. */
export function policySha256(files: readonly PolicyFile[]): string {
  const pairs = files.map(({ name, text }) => [name, text]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(pairs)).digest("hex");
}

/**
 * Reads rules and checks all of them: our limits, Cedar's grammar, our annotations, Cedar's types, and one question to
 * each. Text that nobody approved is compiled in a thread only.
 */
export function compilePolicy(version: string, files: readonly PolicyFile[]): Compilation {
  const { pieces, problems: excess } = cutPolicies(files);
  if (excess.length > 0) return { ok: false, problems: inOrder(excess), warnings: [] };
  try {
    return compilePieces(version, files, pieces);
  } catch (error) {
    if (!(error instanceof CedarDied)) throw error;
    const message = "the policy engine can't work with these rules";
    const whole = { file: "", policy: null, line: 1, column: 1, message, help: "make them simpler" };
    return { ok: false, problems: [whole], warnings: [] };
  }
}

function compilePieces(version: string, files: readonly PolicyFile[], pieces: readonly Piece[]): Compilation {
  const problems: PolicyProblem[] = [];
  const warnings: PolicyProblem[] = [];
  const rules = new Map<string, CompiledRule & Read>();
  for (const piece of pieces) {
    const read = readPiece(piece);
    problems.push(...read.problems);
    warnings.push(...read.warnings);
    if (!read.rule) continue;
    const { id } = read.rule;
    const first = rules.get(id);
    if (first)
      problems.push(problemAt(piece, 0, id, `@id("${id}") is that of another rule, in ${first.file}`));
    else rules.set(id, { ...read.rule, piece, json: read.json });
  }
  if (pieces.length === 0)
    problems.push({ file: "", policy: null, line: 1, column: 1, message: "there is no rule", help: null });
  const zones = new Set([...rules.values()].map(({ zone }) => zone));
  if (zones.size > MOST_ZONES) {
    const message = `${zones.size} time zones: ${MOST_ZONES} at most`;
    problems.push({ file: "", policy: null, line: 1, column: 1, message, help: null });
  }
  if (problems.length === 0) {
    const typed = validate(rules);
    problems.push(...typed.problems);
    warnings.push(...typed.warnings);
  }
  if (problems.length > 0) return { ok: false, problems: inOrder(problems), warnings: inOrder(warnings) };

  const sha256 = policySha256(files);
  const { schema } = shippedPolicy();
  const parts = [...zones].map((zone) => {
    const texts = Object.fromEntries(
      [...rules.values()].filter((rule) => rule.zone === zone).map(({ id, text }) => [id, text]),
    );
    return { zone, parsed: { key: `${sha256} ${zone}`, schema, texts } };
  });
  const bare = [...rules.values()].map(({ piece: _piece, json: _json, ...rule }) => rule);
  const reads = readsOf([...rules.values()].map(({ json }) => json));
  const policy = { version, sha256, rules: new Map(bare.map((rule) => [rule.id, rule])), reads, parts };
  // Once, so that what dies of being asked dies here.
  const trial = decideNode(policy, TRIAL, TRIAL.node);
  if (trial.kind === "failed" && trial.errors.some(({ rule }) => rule === null))
    throw new CedarDied("the policy engine can't be asked");
  return { ok: true, policy, warnings: inOrder(warnings) };
}

const TRIAL = {
  action: "request",
  person: { id: "per_trial", roles: ["engineer"], groups: ["trial"], onCall: [] },
  windowSeconds: 900,
  osUser: null,
  at: new Date("2026-03-14T09:26:53Z"),
  node: { id: "i-0", accountId: "000000000000", region: "eu-west-1", protection: "production", tags: {} },
} as const;

/** Where a rule stands, and what Cedar read there. */
interface Read {
  piece: Piece;
  json: PolicyJson;
}

type ReadPiece = { problems: PolicyProblem[]; warnings: PolicyProblem[] } & (
  | { rule: null }
  | { rule: CompiledRule; json: PolicyJson }
);

function readPiece(piece: Piece): ReadPiece {
  const answer = withCedar((cedar) => cedar.policyToJson(piece.text));
  if (answer.type === "failure")
    return {
      rule: null,
      problems: answer.errors.flatMap((error) => fromCedar(piece, null, error)),
      warnings: [],
    };
  const { effect, principal, action, annotations = {} } = answer.json;
  const named = readId(annotations);
  const id = "id" in named ? named.id : null;
  const { read, problems } = readAnnotations(effect, annotations);
  const found = "problem" in named ? [named.problem, ...problems] : problems;
  const mistakes = found.map((problem) => fromAnnotation(piece, id, problem));
  const unasked = actionsOf(action)?.every((name) => !ASKED_ACTIONS.some((asked) => asked === name)) ?? false;
  if (unasked)
    mistakes.push(
      problemAt(
        piece,
        0,
        id,
        "nobody asks about this action yet",
        `rules decide: ${ASKED_ACTIONS.join(", ")}`,
      ),
    );
  const group = groupOf(principal);
  const unseen = findUnseen(group ?? "");
  if (unseen) mistakes.push(problemAt(piece, 0, id, `the group's name has ${unseen.name}, ${CANT_BE_SEEN}`));
  if (id === null || mistakes.length > 0) return { rule: null, problems: mistakes, warnings: [] };
  const { line } = positionOf(piece.fileText, piece.start);
  const left = effect === "permit" ? unsaid(annotations) : [];
  const message = `the strictest counts for what it doesn't say: ${left.map((name) => `@${name}`).join(", ")}`;
  return {
    rule: { id, file: piece.file, line, effect, group, text: piece.text, ...read },
    json: answer.json,
    problems: [],
    warnings: left.length > 0 ? [problemAt(piece, 0, id, message)] : [],
  };
}

function groupOf(principal: PolicyJson["principal"]): string | null {
  const entity =
    principal.op === "in" && "entity" in principal
      ? principal.entity
      : principal.op === "is" && principal.in && "entity" in principal.in
        ? principal.in.entity
        : null;
  const named = entity && "__entity" in entity ? entity.__entity : entity;
  return named?.type === "Group" ? named.id : null;
}

/** Null: every action. */
function actionsOf(action: PolicyJson["action"]): string[] | null {
  if (action.op === "All") return null;
  const entities = "entities" in action ? action.entities : "entity" in action ? [action.entity] : [];
  return entities.map((entity) => ("__entity" in entity ? entity.__entity.id : entity.id));
}

function validate(rules: ReadonlyMap<string, CompiledRule & Read>): {
  problems: PolicyProblem[];
  warnings: PolicyProblem[];
} {
  const { schema } = shippedPolicy();
  const staticPolicies = Object.fromEntries([...rules.values()].map(({ id, text }) => [id, text]));
  const answer = withCedar((cedar) => cedar.validate({ schema, policies: { staticPolicies } }));
  if (answer.type === "failure")
    throw new TypeError(`rules that were read can't be checked: ${answer.errors[0]?.message}`);
  const placed = (errors: readonly { policyId: string; error: DetailedError }[]) =>
    errors.flatMap(({ policyId, error }) => {
      const rule = rules.get(policyId);
      return rule ? fromCedar(rule.piece, policyId, error) : [];
    });
  return { problems: placed(answer.validationErrors), warnings: placed(answer.validationWarnings) };
}

/** Cedar says first which policy it speaks of, by an id that is not ours. */
const ABOUT =
  /^(?:failed to parse policy(?: with id `[^`]*`)? from string: |failed to parse [^:]*: |for policy `[^`]*`[,:]? )+/;

function fromCedar(piece: Piece, id: string | null, error: DetailedError): PolicyProblem[] {
  const [location] = error.sourceLocations ?? [];
  const offset = location ? fromByteOffset(piece.text, location.start) : 0;
  const message = error.message.replace(ABOUT, "");
  const help = error.help ?? location?.label ?? null;
  const own = problemAt(piece, offset, id, message, help);
  return [own, ...(error.related ?? []).flatMap((related) => fromCedar(piece, id, related))];
}

function fromAnnotation(
  piece: Piece,
  id: string | null,
  { name, message, help }: AnnotationProblem,
): PolicyProblem {
  const offset = name === null ? 0 : piece.text.search(new RegExp(`@\\s*${name}\\b`));
  return problemAt(piece, Math.max(0, offset), id, message, help);
}

/** @param offset within the rule, in UTF-16 units */
function problemAt(
  { file, fileText, start }: Piece,
  offset: number,
  policy: string | null,
  message: string,
  help: string | null = null,
): PolicyProblem {
  const [said, advice] = [escapeUnseen(message), help && escapeUnseen(help)];
  return { file, policy, ...positionOf(fileText, start + offset), message: said, help: advice };
}
