import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import type { Transitions } from "@/lib/kernel/transitions";
import type { OpeningState } from "./views";

/** Every step of an opening; the database holds each login to its own. */
export const OPENING_TRANSITIONS = {
  asked: ["confirmed", "withdrawn", "expired"],
  confirmed: [],
  withdrawn: [],
  expired: [],
} as const satisfies Transitions<OpeningState>;

/** Lengths of the reason: it says at least so much (`weightOf`), in at most so many characters. */
export const OPENING_LIMITS = { min: 20, max: 2000 } as const;

/** From the confirmation on both people may take the sealed bytes for so long. */
const TAKEN_WITHIN_SECONDS = 24 * 3600;

/** Who reads recordings for the record, and who answers for the installation. */
export const OPENING_ROLES = ["reviewer", "administrator"] as const;

type Person = Pick<PersonActor, "id" | "roles">;

/** What decides whether what was typed may be opened. */
export interface OpenableSession {
  readonly isOver: boolean;
  /** Something of what was typed stands sealed on record. */
  readonly hasKeptInput: boolean;
  /** Its recording was deleted, or is being deleted. */
  readonly isDeleted: boolean;
  /** Whose session it was, and everybody who held the keyboard. */
  readonly excludedIds: readonly string[];
  /** The last one that was asked for and neither withdrawn nor expired. */
  readonly opening: {
    readonly state: "asked" | "confirmed";
    readonly askedById: string;
    readonly confirmedById: string | null;
    readonly expiresAt: Date;
    /** Whether whoever asked could ask for it now. */
    readonly isAskerEntitled: boolean;
    /** When it was confirmed. */
    readonly closedAt: Date | null;
  } | null;
}

/** Whether this person may have a part in opening what was typed (invariant 2: never one's own, by person). */
export function mayOpenInput(
  person: Person,
  { excludedIds }: Pick<OpenableSession, "excludedIds">,
): Verdict<null> {
  if (excludedIds.includes(person.id)) return refuse("DELETION_OWN");
  return mayOpenAny(person);
}

/** Whether this person may have a part in opening anybody's. */
export function mayOpenAny({ roles }: Pick<Person, "roles">): Verdict<null> {
  return OPENING_ROLES.some((role) => roles.includes(role))
    ? allow(null)
    : refuse("ROLE_MISSING", { roles: [...OPENING_ROLES] });
}

/** Until when an opening can be confirmed or, once it is, its bytes be taken. */
export function openUntil({ expiresAt, closedAt }: { expiresAt: Date; closedAt: Date | null }): Date {
  return closedAt ? addSeconds(closedAt, TAKEN_WITHIN_SECONDS) : expiresAt;
}

/** Whether this person may ask that it is opened: of a session that is over. @param at now */
export function mayAskOpening(person: Person, session: OpenableSession, at: Date): Verdict<null> {
  const may = mayOpenInput(person, session);
  if (!may.ok) return may;
  if (session.isDeleted) return refuse("RECORDING_DELETED");
  if (!session.hasKeptInput) return refuse("INPUT_NOT_KEPT");
  if (!session.isOver) return refuse("SESSION_STILL_OPEN");
  const { opening } = session;
  // One that expired stands until the sweep has said so.
  const isOpen = opening?.state === "asked" || (opening !== null && openUntil(opening) > at);
  return isOpen ? refuse("INPUT_OPENING_ASKED") : allow(null);
}

/** Whether this person may confirm what another asked for, who could still: in time, and never one's own. @param at now */
export function mayConfirmOpening(person: Person, session: OpenableSession, at: Date): Verdict<null> {
  const may = mayWithdrawOpening(person, session);
  if (!may.ok) return may;
  if (session.opening?.askedById === person.id) return refuse("INPUT_OPENING_SELF_CONFIRMED");
  if (session.isDeleted) return refuse("RECORDING_DELETED");
  if (!session.opening || session.opening.expiresAt <= at) return refuse("INPUT_OPENING_OVER");
  return session.opening.isAskerEntitled ? allow(null) : refuse("ASKER_WITHOUT_ROLE");
}

/** Whether this person may take back a request that nobody confirmed: whoever asked, or another who may open. */
export function mayWithdrawOpening(person: Person, session: OpenableSession): Verdict<null> {
  const may = mayOpenInput(person, session);
  if (!may.ok) return may;
  return session.opening?.state === "asked" ? allow(null) : refuse("INPUT_OPENING_OVER");
}

/** Whether this person may take the sealed bytes: one of the two, in time. @param at now */
export function mayTakeInput(person: Person, session: OpenableSession, at: Date): Verdict<null> {
  const may = mayOpenInput(person, session);
  if (!may.ok) return may;
  const { opening, isDeleted } = session;
  if (isDeleted) return refuse("RECORDING_DELETED");
  if (opening?.state !== "confirmed" || openUntil(opening) <= at) return refuse("INPUT_OPENING_OVER");
  const isOneOfThem = opening.askedById === person.id || opening.confirmedById === person.id;
  return isOneOfThem ? allow(null) : refuse("INPUT_OPENING_OTHERS");
}
