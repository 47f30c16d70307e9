import type { Approval, Obligations } from "./obligations";

/**
 * Several rules match: all that any of them asks for, and the shortest window.
 * Approvals are taken together, not added up: the same demand of two rules is one demand.
 */
export function strictest(first: Obligations, second: Obligations): Obligations {
  return {
    approvals: unite(first.approvals, second.approvals),
    longestWindowSeconds: Math.min(first.longestWindowSeconds, second.longestWindowSeconds),
    stepUp: stricterProof(first.stepUp, second.stepUp),
    watcher: later(["none", "required"], first.watcher, second.watcher),
    inputRecording: stricterInput(first.inputRecording, second.inputRecording),
    missingAgentLog: later(["flag", "end"], first.missingAgentLog, second.missingAgentLog),
    spool: later(["break-glass", "never"], first.spool, second.spool),
  };
}

export function stricterProof(
  first: Obligations["stepUp"],
  second: Obligations["stepUp"],
): Obligations["stepUp"] {
  return later(["none", "sign-in", "passkey"], first, second);
}

export function stricterInput(
  first: Obligations["inputRecording"],
  second: Obligations["inputRecording"],
): Obligations["inputRecording"] {
  return later(["counted", "kept"], first, second);
}

function later<T>(fromMildest: readonly T[], first: T, second: T): T {
  return fromMildest.indexOf(first) >= fromMildest.indexOf(second) ? first : second;
}

function unite(first: readonly Approval[], second: readonly Approval[]): Approval[] {
  const byGroups = new Map<string, Approval>();
  for (const approval of [...first, ...second]) {
    const groups = [...new Set(approval.groups)].sort();
    const key = JSON.stringify(groups);
    const count = Math.max(approval.count, byGroups.get(key)?.count ?? 0);
    byGroups.set(key, { count, groups });
  }
  return [...byGroups.values()];
}
