import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError, refuse } from "@/lib/kernel/errors";
import { actionState } from "@/lib/nodes/rules";
import { scopeSeen } from "@/lib/people/visibility";
import { readSessionPolicy } from "@/lib/session-policy/read";
import { sentencesOfScope } from "@/lib/session-policy/sentences";
import { checksSchema, indented } from "@/lib/session-policy/stored-checks";
import { failureView } from "./failing/opening-failure";
import { type DetailColumns, findDetail, findGaps, findKeptInput, findOwner } from "./read-store";
import { checkRight, mayEnd } from "./rules";
import type { SessionDetail, SessionPolicyView } from "./views";

/**
 * One session with what stands on record of it.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readSession(viewer: PersonActor, sessionId: string): Promise<SessionDetail> {
  const scope = scopeSeen(viewer, "sessions");
  const tx = reading();
  const found = await findDetail(tx, viewer.id, sessionId);
  if (!found || (scope === "own" && found.columns.personId !== viewer.id)) throw notFound(sessionId);
  const { row, columns } = found;
  const { awsSessionId, documentName, windowStartsAt, cols, rows, endRequestedAt } = columns;
  const { endNote, endedByName, endAnswer, approvedBy, evidenceCheckedAt } = columns;
  const session = { id: row.id, personId: columns.personId, state: row.state };
  const right = row.isMine
    ? checkRight({ session, grant: columns.grant, personDisabledAt: null }, await databaseNow(tx))
    : ({ ok: false, code: "NOT_YOUR_SESSION" } as const);
  return {
    ...row,
    ...{ awsSessionId, documentName, windowStartsAt, cols, rows, endRequestedAt },
    ...{ endNote, endedByName, endAnswer, approvedBy, evidenceCheckedAt },
    failure: row.state === "failed" ? failureView(columns.failure, endNote) : null,
    policy: policyView(columns),
    recording: columns.recording && {
      ...columns.recording,
      gaps: await findGaps(tx, sessionId),
    },
    keptInput: columns.keepsInput ? await findKeptInput(tx, sessionId) : null,
    actions: {
      connect: actionState(right),
      // The reason is asked for in the dialog that this button opens.
      end: actionState(
        row.kind === "imported"
          ? refuse("NOT_YOUR_SESSION")
          : mayEnd(viewer, session, { note: "asked for in the dialog" }),
      ),
    },
  };
}

/**
 * Whose session it is, for what is read beside it.
 * @returns null when it is an imported one's, that nobody here started
 * @throws AppError ROLE_MISSING | NOT_FOUND, as `readSession`
 */
export async function readSessionOwner(
  viewer: PersonActor,
  sessionId: string,
): Promise<{ id: string; name: string } | null> {
  const scope = scopeSeen(viewer, "sessions");
  const found = await findOwner(reading(), sessionId);
  if (!found || (scope === "own" && found.person?.id !== viewer.id)) throw notFound(sessionId);
  return found.person;
}

function notFound(sessionId: string): AppError {
  return new AppError("NOT_FOUND", "no such session", { params: { kind: "session", id: sessionId } });
}

function policyView({ policy, policyProof }: DetailColumns): SessionPolicyView | null {
  if (policy === null) return null;
  const scope = readSessionPolicy(policy);
  return {
    text: indented(policy),
    sentences: scope.ok ? sentencesOfScope(scope.value) : [],
    checks: checksSchema.parse(policyProof ?? []),
  };
}
