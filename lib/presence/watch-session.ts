import { randomUUID } from "node:crypto";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { reading } from "@/lib/db/client";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { awaitGroups, groupsToContinue } from "@/lib/people/confirmation/await-groups";
import { scopeOf } from "@/lib/people/visibility";
import { isOver } from "@/lib/sessions/rules";
import { findSession } from "@/lib/sessions/store";
import type { EndReason } from "@/lib/sessions/views";
import { findParticipants, insertParticipant } from "./participant-store";
import type { ClientInfo } from "./participant-views";
import { mayWatch } from "./watch-rules";

/**
 * Records that a person watches an open session from now on; whoever types is told. By groups that were
 * confirmed just now.
 * @returns the participant's id
 * @throws AppError GROUPS_UNCONFIRMED | NOT_FOUND | ROLE_MISSING | SESSION_OVER
 */
export async function watchSession(
  known: PersonActor,
  input: { sessionId: string; gatewayId: string; client: ClientInfo },
): Promise<{ participantId: string }> {
  const { sessionId, gatewayId, client } = input;
  const actor = await awaitGroups(known);
  const attempt = { code: "session.watched", actor, subject: { sessionId } } as const;
  return audited<{ participantId: string }>(attempt, async (tx) => {
    const session = await findSession(tx, sessionId);
    const scope = scopeOf(actor, "sessions");
    if (!scope.ok) return scope;
    if (!session || (scope.value === "own" && session.personId !== actor.id))
      return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const may = mayWatch(actor, session);
    if (!may.ok) return may;
    const participantId = randomUUID();
    await insertParticipant(tx, {
      id: participantId,
      ...{ sessionId, gatewayId },
      ...client,
      personId: actor.id,
      kind: "watch",
    });
    const { browser, address } = client;
    await appendEvent(tx, {
      ...attempt,
      subject: { sessionId, nodeId: session.nodeId },
      data: { browser, address },
    });
    await notify(tx, "session_changed", { sessionId });
    return allow({ participantId });
  });
}

/** What a watcher is shown besides the screen. */
export type Watching =
  | { isOver: false /** Names of those who watch, longest first. */; names: string[] }
  | { isOver: true; reason: EndReason /** Hostile text. */; note: string | null };

/**
 * Asks again whether a person may go on watching a session, and what there is to say to them.
 * @returns GROUPS_UNCONFIRMED | NOT_FOUND | ROLE_MISSING when they may not
 */
export async function continueWatching(viewer: PersonActor, sessionId: string): Promise<Verdict<Watching>> {
  const groups = await groupsToContinue(viewer.signInId);
  if (!groups.ok) return groups;
  const session = await findSession(reading(), sessionId);
  if (!session) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
  if (isOver(session.state) || session.state === "ending")
    return allow({ isOver: true, reason: session.endReason ?? "aws-ended", note: session.endNote });
  const may = mayWatch(viewer, session);
  if (!may.ok) return may;
  const participants = await findParticipants(reading(), sessionId, config().DEAD_SECONDS);
  const names = participants.filter(({ kind }) => kind === "watch").map(({ personName }) => personName);
  return allow({ isOver: false, names });
}
