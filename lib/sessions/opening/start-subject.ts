import { createHash } from "node:crypto";
import type { ProofSubject } from "@/lib/step-up/subject";

/** What whoever opens a session proves: the person, the node, and the policy that the session runs under. */
export function startSubject(
  start: { readonly personId: string; readonly sessionId: string; readonly nodeId: string },
  policy: string,
): ProofSubject {
  return { purpose: "start", ...start, policySha256: createHash("sha256").update(policy).digest("hex") };
}
