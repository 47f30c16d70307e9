import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import type { Approval, Obligations } from "@/lib/policy/obligations";
import type { CosignerReason, Glass } from "./views";

/** Lengths of what is written afterwards: it says at least so much (`weightOf`), in at most so many characters. */
export const GLASS_TEXT = {
  note: { min: 20, max: 4000 },
  verdict: { min: 5, max: 2000 },
} as const;

/** How long after the glass broke its note is due; the database's trigger has the same. */
export const NOTE_WITHIN_SECONDS = 86_400;

/** What anybody can type as they read it: letters, digits and what stands on every keyboard, with single blanks between. */
const TYPED = /^[\p{L}\p{N}\x21-\x7e]+(?: [\p{L}\p{N}\x21-\x7e]+)*$/u;
/** Longer names nobody types in an emergency. */
const MOST_TYPED = 64;

/**
 * What is typed to break the glass of a node: its name, or, where what is read of the name is not what is typed (blanks
 * that a page draws as one or not at all, signs that no keyboard has), its id. Names are tags, so other people's text.
 */
export function glassPhrase({ id, name }: { readonly id: string; readonly name: string }): string {
  const composed = name.normalize("NFC");
  return composed.length <= MOST_TYPED && TYPED.test(composed) ? composed : id;
}

/** Whether somebody typed it; keyboards compose letters in different ways. */
export function isGlassPhrase(typed: string, node: { readonly id: string; readonly name: string }): boolean {
  return typed.trim().normalize("NFC") === glassPhrase(node);
}

/** What breaking the glass costs a person now. */
export type GlassPrice = { unit: number; cosignerFor: null } | { unit: null; cosignerFor: CosignerReason };

/**
 * What it costs: the next of the month's, or a co-signer. Never a refusal: in an emergency somebody who agrees is found,
 * and whoever is late with their note or has used all of the month's is not left before a closed door.
 */
export function priceOf(person: {
  /** Of the month's, so many are used. */
  readonly used: number;
  readonly budget: number;
  readonly owesOverdueNote: boolean;
  /** What the rules that permit it ask for. */
  readonly approvals: readonly Approval[];
}): GlassPrice {
  if (person.approvals.length > 0) return { unit: null, cosignerFor: "rule" };
  if (person.owesOverdueNote) return { unit: null, cosignerFor: "note-overdue" };
  if (person.used >= person.budget) return { unit: null, cosignerFor: "budget-spent" };
  return { unit: person.used + 1, cosignerFor: null };
}

/**
 * The obligations with a co-signer: one approval of those who decide a request for the same, or, where that takes nobody,
 * of any approver. What a rule itself asks for stays as it is.
 */
export function withCosigner(
  obligations: Obligations,
  price: GlassPrice,
  groups: { readonly ofRequest: readonly string[]; readonly ofApprovers: readonly string[] },
): Obligations {
  if (price.cosignerFor === null || price.cosignerFor === "rule") return obligations;
  const cosigners = groups.ofRequest.length > 0 ? groups.ofRequest : groups.ofApprovers;
  return { ...obligations, approvals: [{ count: 1, groups: [...new Set(cosigners)].sort() }] };
}

/** Whether a broken glass's note is overdue: it makes the person's next one take a co-signer. */
export function isNoteOverdue({ note, noteDueAt }: Pick<Glass, "note" | "noteDueAt">, at: Date): boolean {
  return note === null && noteDueAt !== null && noteDueAt <= at;
}

/** A broken glass as the rules look at it. */
export interface RuleGlass extends Pick<Glass, "brokenAt" | "note" | "verdict"> {
  readonly personId: string;
  /** Who closed a review of what was done under it. */
  readonly reviewerIds: readonly string[];
}

/** Whether this person owes the note. */
export function mayNote(person: Pick<PersonActor, "id">, glass: RuleGlass): Verdict<null> {
  if (person.id !== glass.personId) return refuse("NOT_THE_REQUESTER");
  if (glass.brokenAt === null) return refuse("GLASS_WHOLE");
  return glass.note === null ? allow(null) : refuse("GLASS_NOTED");
}

/**
 * Whether this person may ratify or disown it. Whoever broke the glass never does (invariant 2): by person, whatever
 * roles they have; nor does who reviewed what was done, so that three people have looked at it.
 */
export function mayJudge(person: Pick<PersonActor, "id" | "roles">, glass: RuleGlass): Verdict<null> {
  if (person.id === glass.personId) return refuse("SELF_RATIFICATION");
  if (!person.roles.includes("approver")) return refuse("ROLE_MISSING", { roles: ["approver"] });
  if (glass.brokenAt === null) return refuse("GLASS_WHOLE");
  if (glass.verdict !== null) return refuse("GLASS_JUDGED", { verdict: glass.verdict });
  return glass.reviewerIds.includes(person.id) ? refuse("THIRD_PERSON_NEEDED") : allow(null);
}

/** Whether a note or a reason says enough. @param field as the edge calls it */
export function checkGlassText(kind: keyof typeof GLASS_TEXT, text: string, field: string): Verdict<null> {
  const { min, max } = GLASS_TEXT[kind];
  return saysEnough(text, min) && text.length <= max
    ? allow(null)
    : refuse("INVALID_INPUT", { fields: [field], min, max });
}
