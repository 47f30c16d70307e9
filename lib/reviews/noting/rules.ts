import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import { mayReview } from "../rules";

/** What a note says: at least so much (`weightOf`), in at most so many characters. */
export const NOTE_LIMITS = { min: 2, max: 2000 } as const;

/** So many may be written on one session, those that were withdrawn included: a page shows all of them. */
export const MOST_NOTES = 200;

/** So many people are told of one note. */
export const MOST_TOLD = 20;

/** A moment may be named this much after the last that is known of a recording: it is being written. */
const SLACK_MS = 5_000;

/** A session as far as it decides whether a note can be written on its recording. */
export interface NotableSession {
  /** The requester and everybody who held the keyboard. */
  readonly excludedIds: readonly string[];
  /** How long the recording can be at most by now; null: there is none. */
  readonly mostMs: number | null;
  readonly isDeleted: boolean;
  /** Notes that were ever written on it. */
  readonly noteCount: number;
}

/** Whether this person may write this note: whoever may review the session, on a moment that its recording can have. */
export function mayNote(
  person: Pick<PersonActor, "id" | "roles">,
  session: NotableSession,
  note: { readonly fromMs: number; readonly toMs: number; readonly text: string },
): Verdict<null> {
  const may = mayReview(person, session);
  if (!may.ok) return may;
  if (session.isDeleted) return refuse("RECORDING_DELETED");
  if (session.mostMs === null) return refuse("RECORDING_MISSING");
  const { min, max } = NOTE_LIMITS;
  if (!saysEnough(note.text, min) || note.text.length > max)
    return refuse("INVALID_INPUT", { fields: ["text"], min, max });
  const { fromMs, toMs } = note;
  if (!(fromMs >= 0 && fromMs <= toMs && toMs <= session.mostMs + SLACK_MS))
    return refuse("INVALID_INPUT", { fields: ["fromMs", "toMs"] });
  if (session.noteCount >= MOST_NOTES) return refuse("TOO_MANY_NOTES", { most: MOST_NOTES });
  return allow(null);
}

/** Whether this person may withdraw a note: their own, once. */
export function mayWithdraw(
  person: Pick<PersonActor, "id">,
  note: { readonly authorId: string; readonly withdrawnAt: Date | null },
): Verdict<null> {
  if (note.authorId !== person.id) return refuse("NOTE_NOT_OWN");
  return note.withdrawnAt === null ? allow(null) : refuse("NOTE_WITHDRAWN");
}

/** Letters and digits: a name that goes on in one is another name. */
const GOES_ON = /^[\p{L}\p{N}]/u;
/** After these names the sentence may go on without a space. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
/** Before an @ it is an address. */
const ADDRESS = /[\w.%+-]$/;

/**
 * Who is named with an @ in a text: of several whose names begin alike, whoever has the longest; all who have that name.
 * An @ within a word, as in an address, names nobody.
 * @param people who may be named
 */
export function mentionedIn<P extends { readonly name: string }>(text: string, people: readonly P[]): P[] {
  const named = new Set<P>();
  const lowered = text.toLowerCase();
  // Where lower case is longer than upper case, places in the one are not places in the other: then it is read as it is.
  const read = lowered.length === text.length ? lowered : text;
  for (let at = read.indexOf("@"); at >= 0; at = read.indexOf("@", at + 1)) {
    if (ADDRESS.test(read.slice(0, at).slice(-1))) continue;
    const rest = read.slice(at + 1);
    const follows = people.filter(({ name }) => {
      const wanted = read === lowered ? name.toLowerCase() : name;
      if (wanted === "" || !rest.startsWith(wanted)) return false;
      return WITHOUT_SPACES.test(name) || !GOES_ON.test(rest.slice(wanted.length));
    });
    const longest = Math.max(...follows.map(({ name }) => name.length));
    for (const person of follows) if (person.name.length === longest) named.add(person);
  }
  return [...named];
}
