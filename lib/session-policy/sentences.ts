import { assertNever } from "@/lib/kernel/errors";
import { toIsoSeconds } from "@/lib/kernel/time";
import type { SessionScope } from "./scope";
import type { PolicySentence, PolicyTimes } from "./views";

/**
 * What a policy of this scope permits, the most important first.
 * @param times when sessions may run: the scope's own instants are said only where they are set
 */
export function sentencesOfScope(
  scope: SessionScope,
  times: PolicyTimes = { kind: "set" },
): PolicySentence[] {
  const until = toIsoSeconds(scope.endsAt);
  const isSet = times.kind === "set";
  return [
    startSentence(scope, times),
    isSet ? { code: "policy.resume", params: { until } } : { code: "policy.resume.window", params: {} },
    { code: "policy.terminate", params: {} },
    isSet ? { code: "policy.channel", params: { until } } : { code: "policy.channel.window", params: {} },
    ...(scope.keyArn === undefined ? [] : [{ code: "policy.key" as const, params: { key: scope.keyArn } }]),
    { code: "policy.nothing-else", params: {} },
  ];
}

function startSentence(scope: SessionScope, times: PolicyTimes): PolicySentence {
  const { nodeId: node, documentName: document, accountId, region } = scope;
  const where = { node, document, accountId, region };
  switch (times.kind) {
    case "set":
      return {
        code: "policy.start",
        params: { ...where, from: toIsoSeconds(scope.startsAt), until: toIsoSeconds(scope.endsAt) },
      };
    case "from-approval":
      return { code: "policy.start.from-approval", params: { ...where, windowSeconds: times.windowSeconds } };
    case "from-first-shell": {
      const { windowSeconds, startWithinSeconds } = times;
      return {
        code: "policy.start.from-first-shell",
        params: { ...where, windowSeconds, startWithinSeconds },
      };
    }
    case "unused": {
      const until = toIsoSeconds(times.latestEnd);
      return { code: "policy.start.unused", params: { ...where, windowSeconds: times.windowSeconds, until } };
    }
    default:
      return assertNever(times);
  }
}
