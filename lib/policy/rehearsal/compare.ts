import type { Evaluation } from "../evaluate";
import type { Approval, Obligations } from "../obligations";

/** What other rules would have made of a request. What they would have let pass comes first. */
export const REHEARSAL_KINDS = [
  "no-approval",
  "fewer-approvals",
  "other-approvers",
  "milder-terms",
  "refused",
  "shorter-window",
  "more-approvals",
  "stricter-terms",
] as const;
export type RehearsalKind = (typeof REHEARSAL_KINDS)[number];

/** Those by which more happens than did. */
export const LOOSENING: readonly RehearsalKind[] = REHEARSAL_KINDS.slice(0, 4);

/** In which ways a request would have been decided otherwise. None: in the same way. */
export function differencesOf(asked: Obligations, answer: Evaluation): RehearsalKind[] {
  if (!answer.permitted) return [answer.code === "WINDOW_TOO_LONG" ? "shorter-window" : "refused"];
  const now = answer.obligations;
  const found = new Set<RehearsalKind>();
  const approvals = compareApprovals(asked.approvals, now.approvals);
  if (approvals) found.add(approvals);
  for (const [name, mildestFirst] of TERMS) {
    const [before, after] = [asked, now].map((obligations) => mildestFirst.indexOf(obligations[name]));
    if (before === undefined || after === undefined) continue;
    if (after < before) found.add("milder-terms");
    if (after > before) found.add("stricter-terms");
  }
  return REHEARSAL_KINDS.filter((kind) => found.has(kind));
}

const TERMS: readonly (readonly [
  Exclude<keyof Obligations, "approvals" | "longestWindowSeconds">,
  string[],
])[] = [
  ["stepUp", ["none", "sign-in", "passkey"]],
  ["watcher", ["none", "required"]],
  ["inputRecording", ["counted", "kept"]],
  ["missingAgentLog", ["flag", "end"]],
  ["spool", ["break-glass", "never"]],
];

function compareApprovals(before: readonly Approval[], after: readonly Approval[]): RehearsalKind | null {
  const isAsStrict = implies(after, before);
  const isAsMild = implies(before, after);
  if (isAsStrict && isAsMild) return null;
  if (after.length === 0) return "no-approval";
  if (isAsStrict) return "more-approvals";
  return isAsMild ? "fewer-approvals" : "other-approvers";
}

/**
 * Whether whoever meets some demands always meets others: each place of the others has a place of its own among them,
 * of people who count for it too.
 */
function implies(demands: readonly Approval[], others: readonly Approval[]): boolean {
  const places = placesOf(demands);
  const wanted = placesOf(others);
  const takenBy: (number | undefined)[] = places.map(() => undefined);
  function seat(want: number, tried: Set<number>): boolean {
    for (const [place, groups] of places.entries()) {
      if (tried.has(place) || !groups.every((group) => wanted[want]?.includes(group))) continue;
      tried.add(place);
      const sitting = takenBy[place];
      if (sitting === undefined || seat(sitting, tried)) {
        takenBy[place] = want;
        return true;
      }
    }
    return false;
  }
  return wanted.every((_, want) => seat(want, new Set()));
}

function placesOf(approvals: readonly Approval[]): (readonly string[])[] {
  return approvals.flatMap(({ count, groups }) => Array.from({ length: count }, () => groups));
}
