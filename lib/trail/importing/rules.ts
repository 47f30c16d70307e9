import { storable } from "@/lib/kernel/text";
import { secondsBetween } from "@/lib/kernel/time";
import { NODE_ID } from "@/lib/nodes/rules";
import { isOurs, sessionIdOf } from "@/lib/sessions/sweeping/sweep-rules";

/** After so many seconds nothing more of a session's log is asked for: what an agent uploads at the end takes minutes. */
export const SETTLED_SECONDS = 30 * 60;
/** AWS ends a session after this, whatever its document says; one that it forgot is not open any more. */
const LONGEST_SECONDS = 24 * 3_600;
/** AWS's own limits. */
const OWNER_CHARACTERS = 2_048;
const REASON_CHARACTERS = 512;

/** A session as AWS lists it. Every string is hostile. */
export interface ListedSession {
  readonly awsSessionId: string;
  readonly nodeId: string;
  readonly owner: string;
  readonly status: string;
  readonly documentName: string;
  readonly reason: string | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

/** Our row of a session's name. */
export interface OwnRow {
  readonly awsSessionId: string | null;
}

/**
 * Whether a session was opened past the portal. A second one under a name of ours is: our row is of another.
 * @param roleName the role that our sessions run under
 * @param own our row of the name in its id, read after AWS was asked; null: there is none
 */
export function isOutside(
  { awsSessionId, owner }: Pick<ListedSession, "awsSessionId" | "owner">,
  roleName: string,
  own: OwnRow | null,
): boolean {
  const sessionId = sessionIdOf(awsSessionId);
  if (!sessionId || !own || !isOurs(owner, roleName, sessionId)) return true;
  return own.awsSessionId !== null && own.awsSessionId !== awsSessionId;
}

/** Whether it was opened on a machine that Systems Manager manages: a container's session has another target. */
export function isOfNode({ awsSessionId, nodeId }: Pick<ListedSession, "awsSessionId" | "nodeId">): boolean {
  return AWS_SESSION_ID.test(awsSessionId) && NODE_ID.test(nodeId);
}

/** `^[a-zA-Z0-9=,.@_-]{1,96}$`; with it a log stream and an object are named. */
const AWS_SESSION_ID = /^[A-Za-z0-9+=,.@_-]{1,96}$/;

/** A session past the portal, as it is put down. */
export interface OutsideSession {
  awsSessionId: string;
  nodeId: string;
  owner: string;
  reason: string | null;
  documentName: string;
  openedAt: Date;
  /** Null: AWS has it open. */
  endedAt: Date | null;
  /** AWS's word for how it stands. */
  status: string;
  isBeforeWatch: boolean;
}

/**
 * What is put down of a session that AWS lists.
 * @param at now: what AWS does not say, or says of the future, is of now
 * @param watchBeganAt since when its account and region are watched
 */
export function outsideSessionOf(
  found: ListedSession,
  isActive: boolean,
  { at, watchBeganAt }: { at: Date; watchBeganAt: Date },
): OutsideSession {
  const openedAt = earlier(found.startedAt ?? at, at);
  return {
    awsSessionId: found.awsSessionId,
    nodeId: found.nodeId,
    owner: short(found.owner, OWNER_CHARACTERS),
    reason: found.reason ? short(found.reason, REASON_CHARACTERS) : null,
    documentName: short(found.documentName, 512),
    openedAt,
    endedAt: isActive ? null : endOf(found, openedAt, at),
    status: short(found.status, 64),
    isBeforeWatch: openedAt < watchBeganAt,
  };
}

/** When AWS says that it ended: not before it began, and not in the future. */
export function endOf({ endedAt }: Pick<ListedSession, "endedAt">, openedAt: Date, at: Date): Date {
  const ended = earlier(endedAt ?? at, at);
  return ended < openedAt ? openedAt : ended;
}

/** Whether a session that AWS no longer has, open or over, can be said to be over. */
export function isForgotten(openedAt: Date, at: Date): boolean {
  return secondsBetween(openedAt, at) > LONGEST_SECONDS;
}

function earlier(a: Date, b: Date): Date {
  return Number.isNaN(a.getTime()) || a > b ? b : a;
}

function short(text: string, characters: number): string {
  return storable(text.slice(0, characters));
}
