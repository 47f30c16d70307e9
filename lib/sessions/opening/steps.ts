import { createHash } from "node:crypto";
import type { RecordChecks } from "@/lib/accounts/documents/record-checks";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { inTransaction, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import type { SystemActor } from "@/lib/kernel/actor";
import { AppError, allow, refuse } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { toIsoSeconds } from "@/lib/kernel/time";
import type { Proof } from "@/lib/session-policy/check";
import type { SessionScope } from "@/lib/session-policy/scope";
import type { StepUpLevel } from "@/lib/step-up/levels";
import { checkSpent } from "@/lib/step-up/require-proof";
import type { SessionIn } from "../record";
import { lockSession, moveSession, saveSession } from "../store";
import { subjectOf } from "../subject";
import { startSubject } from "./start-subject";

/** A gateway's lease of a session that it is opening. */
export interface OpeningLease {
  readonly id: SessionId;
  readonly gatewayId: string;
  readonly epoch: number;
  readonly accountId: string;
  readonly region: string;
  readonly nodeId: string;
  readonly documentName: string;
  /** The user on the node, as web wrote it; null: as the session document says. */
  readonly osUser: string | null;
}

/** created → opening, under a new epoch. @throws AppError NOT_FOUND | SESSION_RUNNING | SESSION_OVER */
export async function takeLease(
  gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; cols: number; rows: number },
): Promise<OpeningLease> {
  const { sessionId, gatewayId, cols, rows } = input;
  const attempt = { code: "session.opening", actor: gateway, subject: { sessionId } } as const;
  return audited<OpeningLease>(attempt, async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session?.kind !== "brokered") return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    if (session.state === "opening" || session.state === "open")
      return refuse("SESSION_RUNNING", { sessionId });
    if (session.state !== "created") return refuse("SESSION_OVER", { sessionId });
    const epoch = session.epoch + 1;
    await moveSession(tx, session, "opening", { gatewayId, epoch, cols, rows });
    await appendEvent(tx, { ...attempt, subject: subjectOf(session), data: { gatewayId, epoch } });
    await notify(tx, "session_changed", { sessionId });
    const { accountId, region, nodeId, documentName, osUser } = session;
    return allow({ id: sessionId, gatewayId, epoch, accountId, region, nodeId, documentName, osUser });
  });
}

/**
 * The policy and the intent to assume the role with it.
 * @param start.stepUp what its person must have proven for this session under this policy, in the window that opens it
 * @throws AppError STEP_UP_NEEDED
 */
export async function commitAssuming(
  gateway: SystemActor,
  lease: OpeningLease,
  start: {
    scope: SessionScope;
    policy: string;
    proof: Proof;
    personId: string;
    windowId: string;
    stepUp: StepUpLevel;
  },
): Promise<void> {
  const { scope, policy, proof, personId, windowId, stepUp } = start;
  await step(lease, async (tx, session) => {
    const { id: sessionId, nodeId } = lease;
    const subject = startSubject({ personId, sessionId, nodeId, windowId }, policy);
    const proven = await checkSpent(tx, subject, stepUp);
    if (!proven.ok)
      throw new AppError(proven.code, `${lease.id}: its person has not proven this start`, {
        params: { level: stepUp },
      });
    await saveSession(tx, lease.id, {
      policy,
      policyProof: proof.checks.map((check) => ({ ...check, failures: [...check.failures] })),
      windowStartsAt: scope.startsAt,
      windowEndsAt: scope.endsAt,
      assumeIntendedAt: await databaseNow(tx),
    });
    await appendEvent(tx, {
      code: "session.role-assuming",
      actor: gateway,
      subject: subjectOf(session),
      data: {
        document: scope.documentName,
        ...(lease.osUser === null ? {} : { osUser: lease.osUser }),
        from: toIsoSeconds(scope.startsAt),
        until: toIsoSeconds(scope.endsAt),
        policySha256: createHash("sha256").update(policy).digest("hex"),
        checks: proof.checks.map(({ name, cases }) => `${name} ${cases}`),
      },
    });
  });
}

/** The role was assumed, and the start is intended: one commit, since nothing is called in between. */
export async function commitAssumed(gateway: SystemActor, lease: OpeningLease): Promise<void> {
  await step(lease, async (tx, session) => {
    const at = await databaseNow(tx);
    await saveSession(tx, lease.id, { assumedAt: at, startIntendedAt: at });
    const subject = subjectOf(session);
    await appendEvent(tx, { code: "session.role-assumed", actor: gateway, subject });
    await appendEvent(tx, {
      code: "session.starting",
      actor: gateway,
      subject,
      data: { document: lease.documentName },
    });
  });
}

/**
 * AWS started it. If the session was ended or given up meanwhile, AWS's id is kept all the same, and a job ends it.
 * @throws AppError SESSION_OVER then
 */
export async function commitOpened(
  gateway: SystemActor,
  lease: OpeningLease,
  opened: { awsSessionId: string; streamUrl: string; clientId: string },
): Promise<void> {
  const { id: sessionId } = lease;
  const isOpen = await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (!session) return false;
    const at = await databaseNow(tx);
    const subject = subjectOf(session);
    const started = { ...opened, openedAt: at };
    const isHeld = session.state === "opening" && session.epoch === lease.epoch;
    if (isHeld) await moveSession(tx, session, "open", started);
    else await saveSession(tx, sessionId, { ...started, endConfirmedAt: null });
    await appendEvent(tx, {
      code: "session.opened",
      actor: gateway,
      subject,
      data: { awsSessionId: opened.awsSessionId, ...(isHeld ? {} : { state: session.state }) },
    });
    if (!isHeld) await addJob(tx, "end-session", { sessionId }, { key: `end-session:${sessionId}` });
    await notify(tx, "session_changed", { sessionId });
    await notify(tx, "inbox_changed", { subjectId: sessionId });
    return isHeld;
  });
  if (!isOpen) throw new AppError("SESSION_OVER", `${sessionId} was ended while it was being opened`);
}

/**
 * What was found of the session's log. What is not as it should be is an event of its own.
 * @throws AppError SESSION_OVER when it was ended meanwhile
 */
export async function commitChecked(
  gateway: SystemActor,
  lease: { id: string; epoch: number },
  checks: RecordChecks,
): Promise<void> {
  const isOpen = await inTransaction(async (tx) => {
    const session = await lockSession(tx, lease.id);
    if (session?.state !== "open" || session.epoch !== lease.epoch) return false;
    await saveSession(tx, lease.id, { recordChecks: { ...checks } });
    if (checks.findings.length > 0)
      await appendEvent(tx, {
        code: "session.log-doubtful",
        actor: gateway,
        subject: subjectOf(session),
        data: { findings: checks.findings },
      });
    return true;
  });
  if (!isOpen) throw new AppError("SESSION_OVER", `${lease.id} was ended while it was being opened`);
}

/** Runs one committed step of an opening, unless somebody has ended it or given it up meanwhile. */
async function step(
  lease: OpeningLease,
  work: (tx: Tx, session: SessionIn<"opening">) => Promise<void>,
): Promise<void> {
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, lease.id);
    if (session?.state !== "opening" || session.epoch !== lease.epoch)
      throw new AppError("SESSION_OVER", `${lease.id} was ended while it was being opened`);
    await work(tx, session);
  });
}
