import { randomUUID } from "node:crypto";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError, allow, isAppError, refuse, type Verdict } from "@/lib/kernel/errors";
import { awaitGroups } from "@/lib/people/confirmation/await-groups";
import { lastGroupsServe } from "@/lib/people/outage/last-groups";
import { isBrokenGlass } from "@/lib/requests/glass/store";
import { rightToContinue } from "@/lib/sessions/resuming/right-to-continue";
import { checkRight } from "@/lib/sessions/rules";
import { findRightFacts, findSession, lockSession } from "@/lib/sessions/store";
import { deleteTyping, findLastTyping, findParticipants, insertParticipant } from "./participant-store";
import type { ClientInfo, Participant } from "./participant-views";

/**
 * Asks whether a person may type in a session, before anything is opened for them: only the session's own person, while
 * their right lasts, by groups that were confirmed just now. A provider that gives no answer keeps nobody from coming
 * back to their own open shell, for as long as it could have gone on, nor out of what they broke the glass for.
 * @param windowId the window that asks; it is not asked about itself
 * @returns who types from another window, if anybody does
 * @throws AppError NOT_FOUND | NOT_YOUR_SESSION | GROUPS_UNCONFIRMED, and as `rightToContinue`
 */
export async function askToType(
  actor: PersonActor,
  { sessionId, windowId }: { sessionId: string; windowId: string },
): Promise<{ typing: Participant | undefined }> {
  const own = isOwn(actor, sessionId, await findSession(reading(), sessionId));
  if (!own.ok) throw refused(own, sessionId);
  await awaitGroups(actor).catch(async (error: unknown) => {
    if (!isNoAnswer(error)) throw error;
    const isGlass = () => isBrokenGlass(reading(), { sessionId });
    if ((await isReturn(actor, sessionId)) || (await lastGroupsServe(actor.signInId, isGlass))) return;
    throw error;
  });
  // Knows the grace, and a refusal that came meanwhile.
  const right = await rightToContinue(sessionId, actor.signInId);
  if (!right.ok) throw refused(right, sessionId);
  return { typing: await findOther(reading(), sessionId, windowId) };
}

/**
 * Makes a person the one who types in a session from now on, from this window; their other window becomes read-only.
 * @returns the participant's id
 * @throws AppError NOT_FOUND | NOT_YOUR_SESSION, and as `checkRight`
 */
export async function takeOver(
  actor: PersonActor,
  input: { sessionId: string; gatewayId: string; client: ClientInfo },
): Promise<{ participantId: string }> {
  const { sessionId, gatewayId, client } = input;
  const attempt = { code: "session.attached", actor, subject: { sessionId } } as const;
  return audited<{ participantId: string }>(attempt, async (tx) => {
    const session = await lockSession(tx, sessionId);
    const may = await mayType(tx, actor, sessionId, session);
    if (!may.ok) return may;
    const from = await findOther(tx, sessionId, client.windowId);
    await deleteTyping(tx, sessionId);
    const participantId = randomUUID();
    await insertParticipant(tx, {
      id: participantId,
      ...{ sessionId, gatewayId },
      ...client,
      personId: actor.id,
      kind: "keyboard",
    });
    const subject = { sessionId, ...(session ? { nodeId: session.nodeId } : {}) };
    const { browser, address } = client;
    await appendEvent(tx, { ...attempt, subject, data: { browser, address, signInId: actor.signInId } });
    if (from)
      await appendEvent(tx, {
        code: "session.keyboard-taken",
        actor,
        subject,
        data: {
          from: { browser: from.browser, address: from.address, since: from.since.toISOString() },
          to: { browser, address },
        },
      });
    await notify(tx, "session_changed", { sessionId });
    return allow({ participantId });
  });
}

type Owned = { personId: string | null } | null;

function isOwn(actor: PersonActor, sessionId: string, session: Owned): Verdict<null> {
  if (!session) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
  return session.personId === actor.id ? allow(null) : refuse("NOT_YOUR_SESSION");
}

/** Decided by the rows of now, under the session's lock: whoever opened it may have lost the right meanwhile. */
async function mayType(
  tx: Tx,
  actor: PersonActor,
  sessionId: string,
  session: Owned,
): Promise<Verdict<unknown>> {
  const own = isOwn(actor, sessionId, session);
  if (!own.ok) return own;
  const facts = await findRightFacts(tx, sessionId, actor.signInId);
  if (!facts) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
  return checkRight(facts, await databaseNow(tx));
}

/** Whether this sign-in comes back to a shell that is open: it typed last, and nobody since. */
async function isReturn(actor: PersonActor, sessionId: string): Promise<boolean> {
  const session = await findSession(reading(), sessionId);
  return session?.state === "open" && (await findLastTyping(reading(), sessionId)) === actor.signInId;
}

/** The provider said nothing of anybody; every other reason is its word on this person. */
function isNoAnswer(error: unknown): boolean {
  return isAppError(error) && error.code === "GROUPS_UNCONFIRMED" && error.params?.reason === "no-answer";
}

async function findOther(tx: Tx, sessionId: string, windowId: string): Promise<Participant | undefined> {
  const participants = await findParticipants(tx, sessionId, config().DEAD_SECONDS);
  return participants.find(
    ({ kind, ...client }) => kind === "keyboard" && (windowId === "" || client.windowId !== windowId),
  );
}

function refused({ code }: Extract<Verdict<unknown>, { ok: false }>, sessionId: string): AppError {
  return new AppError(code, `${sessionId}: ${code}`);
}
