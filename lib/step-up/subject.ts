import { createHash } from "node:crypto";

/** How long a proof counts, from when it was given. */
export const PROOF_SECONDS = 120;

/**
 * What a proof is for, whole: whoever gave it for one thing has given it for nothing else.
 * `decision`: an approval of a request as it was on the screen (its hash covers version, nodes or selector, duration, start
 * and rule version), with what the approver narrowed. `start`: one session on one node under one session policy, in one
 * window of a browser, so that nobody else with the same cookie is quicker to use it.
 * `passkeys`: a change of one's own passkeys.
 */
export type ProofSubject =
  | {
      readonly purpose: "decision";
      readonly personId: string;
      readonly requestId: string;
      readonly requestHash: string;
      readonly windowSeconds: number | null;
      /** Empty: all. */
      readonly nodeIds: readonly string[];
      readonly mostNodes: number | null;
      /** A lesser user on the nodes than was asked for; null: as asked. */
      readonly osUser: string | null;
    }
  | {
      readonly purpose: "start";
      readonly personId: string;
      readonly sessionId: string;
      readonly nodeId: string;
      readonly policySha256: string;
      /** As the browser names it; empty: one without a name. */
      readonly windowId: string;
    }
  | { readonly purpose: "passkeys"; readonly personId: string };

/** A subject as rows have it. */
export interface SubjectKey {
  readonly personId: string;
  readonly purpose: ProofSubject["purpose"];
  readonly sha256: string;
}

/** Names the encoding: a changed encoding gets another name, so that no text has two meanings. */
const ENCODING = "halligan-proof-2";

/** SHA-256 of the subject as one text, its members in a fixed order. */
export function keyOf(subject: ProofSubject): SubjectKey {
  const { personId, purpose } = subject;
  const text = JSON.stringify([ENCODING, purpose, personId, ...factsOf(subject)]);
  return { personId, purpose, sha256: createHash("sha256").update(text).digest("hex") };
}

function factsOf(subject: ProofSubject): unknown[] {
  switch (subject.purpose) {
    case "decision": {
      const { requestId, requestHash, windowSeconds, nodeIds, mostNodes, osUser } = subject;
      return [requestId, requestHash, windowSeconds, [...new Set(nodeIds)].sort(), mostNodes, osUser];
    }
    case "start":
      return [subject.sessionId, subject.nodeId, subject.policySha256, subject.windowId];
    case "passkeys":
      return [];
  }
}
