import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { checkStep } from "@/lib/kernel/transitions";
import { stateFrom } from "./columns";
import { recordOf, type SessionRecord } from "./record";
import type { RightFacts } from "./rules";
import { SESSION_TRANSITIONS } from "./transitions";
import type { EndReason, SessionState } from "./views";

const RECORD = {
  id: true,
  kind: true,
  state: true,
  grantId: true,
  personId: true,
  accountId: true,
  region: true,
  nodeId: true,
  documentName: true,
  osUser: true,
  createdAt: true,
  windowStartsAt: true,
  windowEndsAt: true,
  policy: true,
  assumeIntendedAt: true,
  startIntendedAt: true,
  openedAt: true,
  awsSessionId: true,
  streamUrl: true,
  clientId: true,
  gatewayId: true,
  epoch: true,
  endRequestedAt: true,
  endReason: true,
  endNote: true,
  endedAt: true,
  endConfirmedAt: true,
} as const satisfies Record<keyof SessionRecord, true>;

/** Locks the session until the transaction ends and reads it as it then stands. */
export async function lockSession(tx: Tx, sessionId: string): Promise<SessionRecord | null> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for update`;
  return findSession(tx, sessionId);
}

/** A session of ours: one past the portal is nobody's here to open, watch or end, and is not found. */
export async function findSession(tx: Tx, sessionId: string): Promise<SessionRecord | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId, imported: { is: null } },
    select: RECORD,
  });
  return row && recordOf(row);
}

export async function findSessions(tx: Tx, sessionIds: readonly string[]): Promise<SessionRecord[]> {
  if (sessionIds.length === 0) return [];
  const rows = await handleOf(tx).session.findMany({
    where: { id: { in: [...sessionIds] }, imported: { is: null } },
    select: RECORD,
  });
  return rows.map(recordOf);
}

export interface NewSession {
  id: string;
  grantId: string;
  personId: string;
  accountId: string;
  region: string;
  nodeId: string;
  documentName: string;
  osUser: string | null;
  createdAt: Date;
}

/** @returns false when the grant has a running session on the node: the table holds no second one */
/** The class of a session's node when it was made, as the database wrote it; null: not known. */
export async function findProtection(tx: Tx, sessionId: string): Promise<string | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { protection: true },
  });
  return row?.protection ?? null;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<boolean> {
  const row = { ...session, kind: "brokered", state: "created" };
  const { count } = await handleOf(tx).session.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** What changes in a row besides its state, which only `moveSession` changes. */
export interface SessionChange {
  gatewayId?: string;
  epoch?: number;
  cols?: number;
  rows?: number;
  windowStartsAt?: Date;
  windowEndsAt?: Date;
  policy?: string;
  policyProof?: Prisma.InputJsonValue;
  assumeIntendedAt?: Date;
  assumedAt?: Date;
  startIntendedAt?: Date;
  openedAt?: Date;
  awsSessionId?: string;
  streamUrl?: string;
  clientId?: string;
  endRequestedAt?: Date;
  endReason?: EndReason;
  endNote?: string | null;
  failure?: Prisma.InputJsonObject;
  endedById?: string | null;
  endedAt?: Date;
  /** null: AWS has it after all. */
  endConfirmedAt?: Date | null;
  endAnswer?: string;
  recordChecks?: Prisma.InputJsonObject;
  evidenceCheckedAt?: Date;
}

/** What a state can't be entered without. */
interface EnteredWith {
  created: never;
  opening: "gatewayId" | "epoch" | "cols" | "rows";
  open: "openedAt" | "awsSessionId" | "streamUrl" | "clientId";
  ending: "endRequestedAt" | "endReason";
  ended: "endedAt" | "endReason";
  failed: "endedAt" | "endReason" | "failure";
}

export type StepChange<To extends SessionState> = SessionChange &
  Required<Pick<SessionChange, EnteredWith[To]>>;

/**
 * Takes a session from the state in which its caller locked it to another, by a step of `SESSION_TRANSITIONS`.
 * @throws TypeError when there is no such step, or the row is no longer in the state it was read in: nothing is written
 */
export async function moveSession<To extends SessionState>(
  tx: Tx,
  { id, state: from }: Pick<SessionRecord, "id" | "state">,
  to: To,
  change: StepChange<To>,
): Promise<void> {
  checkStep<SessionState>(SESSION_TRANSITIONS, id, { from, to });
  const data: SessionChange & { state: SessionState } = { ...change, state: to };
  const { count } = await handleOf(tx).session.updateMany({ where: { id, state: from }, data });
  if (count !== 1) throw new TypeError(`${id} is not ${from} any more, or gone: it was not locked`);
}

/** Changes a session within its state; it is locked by the caller. */
export async function saveSession(tx: Tx, sessionId: string, change: SessionChange): Promise<void> {
  await handleOf(tx).session.update({ where: { id: sessionId }, data: change, select: { id: true } });
}

const RULE_GRANT = { id: true, personId: true, startsAt: true, endsAt: true, endedAt: true } as const;

/** @param signInId the attached client's sign-in, if one is attached */
export async function findRightFacts(
  tx: Tx,
  sessionId: string,
  signInId: string | undefined,
): Promise<RightFacts | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      id: true,
      personId: true,
      state: true,
      person: { select: { disabledAt: true, roles: true } },
      grant: { select: RULE_GRANT },
    },
  });
  if (!row) return null;
  const facts = {
    session: { id: row.id, personId: row.personId, state: stateFrom(row.state) },
    grant: row.grant,
    personDisabledAt: row.person?.disabledAt ?? null,
    roles: row.person?.roles ?? [],
  };
  if (signInId === undefined) return facts;
  const signIn = await handleOf(tx).signIn.findUnique({
    where: { id: signInId },
    select: { personId: true, endedAt: true, expiresAt: true },
  });
  return { ...facts, signIn };
}

/** Sessions of a grant that are not over. */
export async function findRunningOfGrant(tx: Tx, grantId: string): Promise<string[]> {
  const rows = await handleOf(tx).session.findMany({
    where: { grantId, state: { in: ["created", "opening", "open"] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
