import { appendEvent, audited } from "@/lib/audit/append-event";
import { accountOf } from "@/lib/aws/credentials";
import { assumeTarget, resumeAwsSession } from "@/lib/aws/sessions";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError, allow, isAppError, refuse } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { parseObligations } from "@/lib/policy/obligations";
import { readSessionPolicy } from "@/lib/session-policy/read";
import { isSameScope } from "@/lib/session-policy/scope";
import { sessionEncryption } from "../encrypting/session-encryption";
import { findChannelKey } from "../encrypting/store";
import { finishSession } from "../ending/finish-session";
import { saveFailure } from "../failing/fail-opening";
import { failureOf } from "../failing/opening-failure";
import { durationSeconds, sessionTags } from "../opening/assume-role-params";
import { checkBinding } from "../opening/binding/approval-binding";
import type { OpenChannel } from "../opening/open-session";
import { scopeOf } from "../opening/plan-opening";
import { checkGrantWindow } from "../opening/rules";
import { findOpeningFacts } from "../opening/store";
import type { SessionIn } from "../record";
import { checkRight } from "../rules";
import { lockSession, saveSession } from "../store";
import { subjectOf } from "../subject";
import { findResumeFacts, type ResumeFacts } from "./resume-store";
import { lookOnceMore } from "./second-look";

/**
 * Comes back to a shell whose channel was lost: fresh credentials under the same RoleSessionName and the same policy,
 * then a new token for the original address.
 * @param input.takeOver true: this gateway owns the session from now on, and the one before can write nothing more
 * @throws AppError NOT_FOUND | SESSION_OVER (also when AWS says so) | SESSION_RUNNING while it is being opened |
 *   STALE_EPOCH when another gateway owns it | GRANT_OVER | PERSON_DISABLED | OBLIGATION_UNMET | APPROVAL_MISMATCH | POLICY_UNSAFE | AWS_*;
 *   with it `failed`, where nobody had looked after its start: DOCUMENT_CHANGED | LOG_DESTINATION_MISSING
 */
export async function resumeSession(
  gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; takeOver: boolean },
): Promise<OpenChannel> {
  const lease = await commitResuming(gateway, input);
  try {
    const { session, facts, at } = lease;
    await lookOnceMore(gateway, lease);
    const account = accountOf(session.accountId);
    const scope = scopeOf(account, { ...session, id: input.sessionId }, facts.grant);
    // A session keeps the key that it began with, whatever the settings say since.
    const keyArn = lease.keyArn ?? scope.keyArn;
    const policy = checkedPolicy(lease, { ...scope, keyArn });
    const credentials = await assumeTarget(account, {
      roleSessionName: input.sessionId,
      policy,
      durationSeconds: durationSeconds(at, facts.grant.endsAt),
      sourceIdentity: facts.grant.personId,
      tags: sessionTags({
        ...{ grant: facts.grant.id, request: facts.requestId },
        ...{ session: input.sessionId, person: facts.grant.personId, osUser: session.osUser },
      }),
    });
    const { region, nodeId, awsSessionId, streamUrl, clientId } = session;
    const resumed = await resumeAwsSession(credentials, { region, awsSessionId });
    if (!resumed) throw new AppError("AWS_NOT_FOUND", `AWS no longer has ${awsSessionId}`);
    await commitResumed(gateway, lease);
    return {
      ...resumed,
      ...{ awsSessionId, streamUrl, clientId, epoch: lease.epoch },
      windowEndsAt: facts.grant.endsAt,
      keepsInput: parseObligations(facts.grant.obligations).inputRecording === "kept",
      encryption:
        keyArn === undefined
          ? undefined
          : sessionEncryption(gateway, {
              ...{ credentials, region, nodeId, awsSessionId, keyArn },
              session: { id: input.sessionId, epoch: lease.epoch },
            }),
    };
  } catch (error) {
    throw await commitFailure(gateway, lease, error);
  }
}

interface ResumeLease {
  readonly session: SessionIn<"open">;
  readonly facts: ResumeFacts;
  readonly at: Date;
  /** From now on: a takeover has raised it. */
  readonly epoch: number;
  /** Of the key that its channel is encrypted with; undefined when none was made (yet). */
  readonly keyArn: string | undefined;
}

/** The intent, for AssumeRole and ResumeSession together: nothing is decided between them. */
async function commitResuming(
  gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; takeOver: boolean },
): Promise<ResumeLease> {
  const { sessionId, gatewayId, takeOver } = input;
  const attempt = { code: "session.resuming", actor: gateway, subject: { sessionId } } as const;
  return audited<ResumeLease>(attempt, async (tx) => {
    const session = await lockSession(tx, sessionId);
    const facts = session && (await findResumeFacts(tx, sessionId));
    if (!session || !facts) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const at = await databaseNow(tx);
    const right = checkRight({ ...facts, session }, at);
    if (!right.ok) return right;
    // The window bounds the fresh credentials: it is held to the decisions again, whatever the grant's row says now.
    const decided = await findOpeningFacts(tx, sessionId);
    if (!decided) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const bound = checkBinding(decided);
    if (!bound.ok) return bound;
    const window = checkGrantWindow(decided, {
      startWithinSeconds: config().START_WITHIN_SECONDS,
    });
    if (!window.ok) return window;
    if (session.state !== "open") return refuse("SESSION_RUNNING", { sessionId });
    if (!takeOver && session.gatewayId !== gatewayId) return refuse("STALE_EPOCH", { sessionId });
    const { awsSessionId } = session;
    const subject = subjectOf(session);
    const epoch = session.epoch + (takeOver ? 1 : 0);
    if (takeOver) {
      await saveSession(tx, sessionId, { gatewayId, epoch });
      await appendEvent(tx, {
        code: "session.taken-over",
        actor: gateway,
        subject,
        data: { from: session.gatewayId, to: gatewayId, epoch },
      });
    }
    await appendEvent(tx, { ...attempt, subject, data: { awsSessionId, epoch } });
    const kept = await findChannelKey(tx, sessionId);
    return allow({ session, facts, at, epoch, keyArn: kept?.keyArn });
  });
}

/** The policy it was opened with, read again by the independent reader: the row is not trusted blindly. */
function checkedPolicy({ session }: ResumeLease, scope: Parameters<typeof isSameScope>[0]): string {
  const policy = session.policy ?? "";
  const found = readSessionPolicy(policy);
  if (!found.ok || !isSameScope(found.value, scope))
    throw new AppError("POLICY_UNSAFE", `${session.id}'s policy is not about its session`);
  return policy;
}

async function commitResumed(gateway: SystemActor, lease: ResumeLease): Promise<void> {
  await inTransaction((tx) =>
    appendEvent(tx, {
      code: "session.resumed",
      actor: gateway,
      subject: subjectOf(lease.session),
      data: { awsSessionId: lease.session.awsSessionId, epoch: lease.epoch },
    }),
  );
}

/** What the look after its start would have failed it for. */
const UNFIT = ["DOCUMENT_CHANGED", "LOG_DESTINATION_MISSING"];

/** Records that it could not be resumed; when AWS no longer has it, it is over. @returns what to throw */
async function commitFailure(gateway: SystemActor, lease: ResumeLease, error: unknown): Promise<unknown> {
  const { id: sessionId } = lease.session;
  const code = isAppError(error) ? error.code : "INTERNAL";
  const isGone = code === "AWS_NOT_FOUND";
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (!session) return;
    await appendEvent(tx, {
      code: "session.resumed",
      outcome: "failed",
      actor: gateway,
      subject: subjectOf(session),
      data: { error: code },
    });
    if (session.state !== "open" || session.epoch !== lease.epoch) return;
    if (isGone) await finishSession(tx, gateway, session, { reason: "aws-ended" });
    else if (UNFIT.includes(code)) await saveFailure(tx, gateway, session, failureOf(error));
  });
  return isGone ? new AppError("SESSION_OVER", `${sessionId} is over`, { cause: error }) : error;
}
