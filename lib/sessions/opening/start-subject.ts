import { createHash } from "node:crypto";
import type { ProofSubject } from "@/lib/step-up/subject";

/** What whoever opens a session proves: the person, the node, the window, and the policy that the session runs under. */
export function startSubject(
  start: Omit<Extract<ProofSubject, { purpose: "start" }>, "purpose" | "policySha256">,
  policy: string,
): ProofSubject {
  return { purpose: "start", ...start, policySha256: createHash("sha256").update(policy).digest("hex") };
}
