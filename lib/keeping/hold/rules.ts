import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { Transitions } from "@/lib/kernel/transitions";
import type { LiftingState } from "./views";

/** Every step of lifting a hold; the database holds each login to its own. */
export const LIFTING_TRANSITIONS = {
  asked: ["lifted", "withdrawn", "expired"],
  lifted: [],
  withdrawn: [],
  expired: [],
} as const satisfies Transitions<LiftingState>;

/** Lengths of a reason: it says at least so much (`weightOf`), in at most so many characters. */
export const HOLD_LIMITS = { min: 20, max: 2000 } as const;

/** Who keeps recordings: whoever reads them for the record, and whoever may delete them. */
export const HOLD_ROLES = ["reviewer", "administrator"] as const;

type Person = Pick<PersonActor, "id" | "roles">;

/** What decides whether a recording may be put on hold, or the hold be lifted. */
export interface HoldableSession {
  readonly isOver: boolean;
  readonly hasRecording: boolean;
  /** Nothing is left of it. */
  readonly isDeleted: boolean;
  readonly isHeld: boolean;
  /** Whose session it was, and everybody who held the keyboard. */
  readonly excludedIds: readonly string[];
  /** The open request to lift the hold. */
  readonly lifting: {
    readonly askedById: string;
    readonly expiresAt: Date;
    /** Whether whoever asked could ask for it now. */
    readonly isAskerEntitled: boolean;
  } | null;
}

/** Whether this person may place holds at all: on one's own recording too, since that keeps it. */
export function mayHold({ roles }: Pick<Person, "roles">): Verdict<null> {
  return HOLD_ROLES.some((role) => roles.includes(role))
    ? allow(null)
    : refuse("ROLE_MISSING", { roles: [...HOLD_ROLES] });
}

/** Whether this person may put this recording on hold now: of a session that runs too. */
export function mayPlaceHold(person: Person, session: HoldableSession): Verdict<null> {
  const may = mayHold(person);
  if (!may.ok) return may;
  const { isOver, hasRecording, isDeleted, isHeld } = session;
  if (isHeld) return refuse("RECORDING_HELD");
  if (isDeleted) return refuse("RECORDING_DELETED");
  return isOver && !hasRecording ? refuse("RECORDING_MISSING") : allow(null);
}

/** Whether this person may ask that the hold is lifted. */
export function mayAskLifting(person: Person, session: HoldableSession): Verdict<null> {
  const may = mayLift(person, session);
  if (!may.ok) return may;
  if (!session.isHeld) return refuse("HOLD_LIFT_OVER");
  return session.lifting ? refuse("HOLD_LIFT_ASKED") : allow(null);
}

/** Whether this person may confirm what another asked for, who could still: in time, and never one's own. @param at now */
export function mayConfirmLifting(person: Person, session: HoldableSession, at: Date): Verdict<null> {
  const may = mayWithdrawLifting(person, session);
  if (!may.ok) return may;
  if (session.lifting?.askedById === person.id) return refuse("HOLD_LIFT_SELF_CONFIRMED");
  const isInTime = session.lifting !== null && session.lifting.expiresAt > at;
  if (!isInTime) return refuse("HOLD_LIFT_OVER");
  return session.lifting?.isAskerEntitled ? allow(null) : refuse("ASKER_WITHOUT_ROLE");
}

/** Whether this person may take back a request that nobody confirmed: whoever asked, or another who may lift. */
export function mayWithdrawLifting(person: Person, session: HoldableSession): Verdict<null> {
  const may = mayLift(person, session);
  if (!may.ok) return may;
  return session.lifting ? allow(null) : refuse("HOLD_LIFT_OVER");
}

/** Invariant 2: a hold on one's own recording is lifted by others, by person. */
function mayLift(person: Person, { excludedIds }: Pick<HoldableSession, "excludedIds">): Verdict<null> {
  return excludedIds.includes(person.id) ? refuse("DELETION_OWN") : mayHold(person);
}
