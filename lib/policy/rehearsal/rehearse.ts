import type { ErrorCode, ErrorParams } from "@/lib/kernel/errors";
import { compilePolicy, policySha256 } from "../compile/compile";
import type { CompiledPolicy } from "../compile/compiled";
import type { QuestionNode, RuleQuestion } from "../engine/question";
import { evaluateRequest, type RuleSettings } from "../evaluate";
import type { Obligations } from "../obligations";
import type { PolicyFile } from "../text/problems";
import { differencesOf, type RehearsalKind } from "./compare";

/** A request as it was asked once, and what it needed then. */
export interface PastRequest extends RuleQuestion {
  readonly id: string;
  readonly nodes: readonly QuestionNode[];
  readonly needed: Obligations;
}

/** A bounded piece of a rehearsal. */
export interface RehearsalStep {
  readonly files: readonly PolicyFile[];
  readonly settings: RuleSettings;
  readonly requests: readonly PastRequest[];
}

/** A request that would have been decided otherwise. */
export interface RehearsedDifference {
  readonly id: string;
  readonly kinds: readonly RehearsalKind[];
  /** What it would need; null where it would be refused. */
  readonly needs: Obligations | null;
  readonly refusal: { readonly code: ErrorCode; readonly params: ErrorParams } | null;
}

/** What rules would have made of requests that were asked under others. Text that nobody approved: in a thread only. */
export function rehearse({ files, settings, requests }: RehearsalStep): RehearsedDifference[] {
  const policy = compiled(files);
  return requests.flatMap<RehearsedDifference>(({ id, needed, ...asked }) => {
    const answer = evaluateRequest({ ...asked, policy, settings });
    const kinds = differencesOf(needed, answer);
    if (kinds.length === 0) return [];
    if (answer.permitted) return [{ id, kinds, needs: answer.obligations, refusal: null }];
    return [{ id, kinds, needs: null, refusal: { code: answer.code, params: answer.params } }];
  });
}

/** The steps of one rehearsal are about the same text. */
let last: CompiledPolicy | undefined;

function compiled(files: readonly PolicyFile[]): CompiledPolicy {
  const sha256 = policySha256(files);
  if (last?.sha256 === sha256) return last;
  const read = compilePolicy("proposed", files);
  if (!read.ok) throw new TypeError(`rules that were found valid are not: ${read.problems[0]?.message}`);
  last = read.policy;
  return last;
}
