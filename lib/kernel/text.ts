import { z } from "zod";
import { type IdKind, isId } from "./ids";
import { saysEnough } from "./text-rules";

/**
 * A string of the outside as PostgreSQL can keep it: no NUL and no half of a surrogate pair (json columns refuse both,
 * and one hostile tag must not stop a whole inventory).
 */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, "\uFFFD");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const UNSTORABLE = /[\u0000\p{Cs}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\p{Cs}]/u;

/**
 * Text that a person typed: trimmed, line ends made one, without control characters other than line feed and tab. What
 * may be empty is so when nothing of it can be seen: nobody is shown a blank as an incident, a comment or a reason.
 * @param smallest what it says at least, in Latin characters (`weightOf`); 0: it may be empty
 * @param largest characters after trimming
 */
export function typedText(smallest: number, largest: number) {
  return z
    .string()
    .max(largest * 4)
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .max(largest)
        .refine((text) => smallest === 0 || saysEnough(text, smallest), { message: "says too little" })
        .refine((text) => !CONTROL.test(text), { message: "must not contain control characters" }),
    )
    .transform((text) => (smallest > 0 || saysEnough(text, 1) ? text : ""));
}

/** An id of ours as it comes in: anything else is refused before it meets the database. */
export function typedId(kind: IdKind) {
  return z.string().refine((value) => isId(kind, value), { message: `must be the id of a ${kind}` });
}
