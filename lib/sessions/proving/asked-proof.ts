import { createHash } from "node:crypto";
import { z } from "zod";
import { accountOf } from "@/lib/aws/credentials";
import { reading, type Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { typedId } from "@/lib/kernel/text";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import type { ProofSubject } from "@/lib/step-up/subject";
import { scopeOf } from "../opening/plan-opening";
import type { OpeningFacts } from "../opening/rules";
import { findOpeningFacts } from "../opening/store";
import { findProvenSession, type ProvenSession } from "./store";

/** What a page asks a proof for. What it is bound to besides, the server reads by itself. */
export const askedProof = z.discriminatedUnion("purpose", [
  z.strictObject({
    purpose: z.literal("decision"),
    requestId: typedId("request"),
    /** Of what was on the decider's screen, and what the decider narrows. */
    requestHash: z.string().regex(/^[0-9a-f]{64}$/),
    windowSeconds: z.int().min(1).optional(),
    nodeIds: z.array(z.string().max(64)).max(200).optional(),
    mostNodes: z.int().min(1).optional(),
  }),
  z.strictObject({ purpose: z.literal("start"), sessionId: typedId("session") }),
  z.strictObject({ purpose: z.literal("passkeys") }),
]);
export type AskedProof = z.output<typeof askedProof>;

/**
 * What somebody is asked to prove. A decision that is not theirs, or not about the request as it is, is proven in vain.
 * @throws AppError NOT_FOUND: not their session
 */
export async function subjectOf(actor: PersonActor, asked: AskedProof): Promise<ProofSubject> {
  const personId = actor.id;
  switch (asked.purpose) {
    case "decision": {
      const { requestId, requestHash, windowSeconds = null, nodeIds = [], mostNodes = null } = asked;
      return { purpose: "decision", personId, requestId, requestHash, windowSeconds, nodeIds, mostNodes };
    }
    case "start": {
      const { sessionId } = asked;
      const start = await findStart(reading(), sessionId);
      if (start?.facts.person.id !== personId)
        throw new AppError("NOT_FOUND", "not their session", { params: { kind: "session", id: sessionId } });
      return startSubject(start.session, start.facts);
    }
    case "passkeys":
      return { purpose: "passkeys", personId };
  }
}

/** A session under a grant, with what its start hangs on; undefined when there is no such. */
export async function findStart(
  tx: Tx,
  sessionId: string,
): Promise<{ session: ProvenSession; facts: OpeningFacts } | undefined> {
  const [session, facts] = await Promise.all([
    findProvenSession(tx, sessionId),
    findOpeningFacts(tx, sessionId),
  ]);
  return session && facts ? { session, facts } : undefined;
}

/** What whoever opens this session proves: the person, the node, and the policy that the session runs under. */
export function startSubject(
  session: ProvenSession,
  { grant, person, node }: Pick<OpeningFacts, "grant" | "person" | "node">,
): ProofSubject {
  const policy = buildSessionPolicy(scopeOf(accountOf(session.accountId), session, grant));
  const policySha256 = createHash("sha256").update(policy).digest("hex");
  return { purpose: "start", personId: person.id, sessionId: session.id, nodeId: node.id, policySha256 };
}
