import { z } from "zod";
import { accountOf } from "@/lib/aws/credentials";
import { reading, type Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { osUserSchema } from "@/lib/kernel/config/os-user";
import { AppError } from "@/lib/kernel/errors";
import { typedId } from "@/lib/kernel/text";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import type { ProofSubject } from "@/lib/step-up/subject";
import { MAX_WINDOW_ID } from "@/lib/terminal-protocol/limits";
import { scopeOf } from "../opening/plan-opening";
import type { OpeningFacts } from "../opening/rules";
import { startSubject } from "../opening/start-subject";
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
    osUser: osUserSchema.optional(),
  }),
  z.strictObject({
    ...{ purpose: z.literal("start"), sessionId: typedId("session") },
    windowId: z.string().max(MAX_WINDOW_ID),
  }),
  z.strictObject({ purpose: z.literal("passkeys") }),
]);
type AskedProof = z.output<typeof askedProof>;
/** As a page asks it. */
export type ProofQuestion = z.input<typeof askedProof>;

/**
 * What somebody is asked to prove. A decision that is not theirs, or not about the request as it is, is proven in vain.
 * @throws AppError NOT_FOUND: not their session
 */
export async function subjectOf(actor: PersonActor, asked: AskedProof): Promise<ProofSubject> {
  const personId = actor.id;
  switch (asked.purpose) {
    case "decision": {
      const { requestId, requestHash, windowSeconds = null, nodeIds = [] } = asked;
      const { mostNodes = null, osUser = null } = asked;
      const narrowing = { windowSeconds, nodeIds, mostNodes, osUser };
      return { purpose: "decision", personId, requestId, requestHash, ...narrowing };
    }
    case "start": {
      const { sessionId, windowId } = asked;
      const start = await findStart(reading(), sessionId);
      if (start?.facts.person.id !== personId)
        throw new AppError("NOT_FOUND", "not their session", { params: { kind: "session", id: sessionId } });
      return subjectOfStart(start, windowId);
    }
    case "passkeys":
      return { purpose: "passkeys", personId };
  }
}

/** A session under a grant, with what its start hangs on. */
export interface Start {
  readonly session: ProvenSession;
  readonly facts: OpeningFacts;
}

export async function findStart(tx: Tx, sessionId: string): Promise<Start | undefined> {
  const session = await findProvenSession(tx, sessionId);
  const facts = session && (await findOpeningFacts(tx, sessionId));
  return facts ? { session, facts } : undefined;
}

/** Its policy is written as it will be when it opens: it says nothing but what is known before. */
export function subjectOfStart({ session, facts: { grant, person } }: Start, windowId: string): ProofSubject {
  const { id: sessionId, nodeId, accountId } = session;
  const policy = buildSessionPolicy(scopeOf(accountOf(accountId), session, grant));
  return startSubject({ personId: person.id, sessionId, nodeId, windowId }, policy);
}
