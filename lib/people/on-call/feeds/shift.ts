/** Who is on call from when to when, as a feed says. UNTRUSTED: whoever may change the feed wrote it. */
export interface Shift {
  /** An e-mail address in small letters, or the name that the feed has. */
  who: string;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/** The stretch of time that is read: what is before and behind it is left out. */
export interface Period {
  from: number;
  to: number;
}

/** A feed that can't be read as what it should be. Its message is for whoever set it up. */
export class UnreadableFeed extends Error {
  override name = "UnreadableFeed";
}

/** No feed has more; what has is taken for a mistake, or for hostile. */
export const MOST_SHIFTS = 1_000;
const LONGEST_WHO = 200;

/** Shifts that touch a period, in order, each once. @throws UnreadableFeed for more than anybody has */
export function withinPeriod(shifts: readonly Shift[], { from, to }: Period): Shift[] {
  const kept = new Map<string, Shift>();
  for (const shift of shifts) {
    if (!(shift.from < shift.to) || shift.to <= from || shift.from >= to) continue;
    kept.set(`${shift.from} ${shift.to} ${shift.who}`, shift);
    if (kept.size > MOST_SHIFTS) throw new UnreadableFeed(`it has more than ${MOST_SHIFTS} shifts`);
  }
  return [...kept.values()].sort((a, b) => a.from - b.from || a.to - b.to || (a.who < b.who ? -1 : 1));
}

const EMAIL = /[^\s@<>(),;:"']{1,64}@[^\s@<>(),;:"']{1,255}/;

/** Whom a text means: the address that is in it, else all of it. @returns undefined: nobody */
export function whoIn(text: string): string | undefined {
  const address = EMAIL.exec(text.slice(0, 1_000))?.[0];
  const who = address === undefined ? text.trim() : address.toLowerCase();
  return who === "" || who.length > LONGEST_WHO ? undefined : who;
}
