import { bech32 } from "@scure/base";
import { z } from "zod";

/** How keystrokes on nodes of each protection are recorded: counted only, or kept, sealed to the recipients. */
export const inputRecordingSchema = z.strictObject({
  production: z.enum(["counted", "kept"]).default("counted"),
  staging: z.enum(["counted", "kept"]).default("counted"),
});
export type InputRecordingSetting = z.infer<typeof inputRecordingSchema>;

/** So many that each pair of them has its own halves of every key, and no more than people remember. */
const MOST_RECIPIENTS = 8;
const NAME = /^[^\p{C}\p{Z}]+(?: [^\p{C}\p{Z}]+)*$/u;

/** Who can open kept input, any two of them together: names, and the public keys that age-keygen prints. */
export const inputRecipientsSchema = z
  .array(
    z.strictObject({
      name: z.string().max(60).regex(NAME, "must be a name of letters, digits and signs"),
      key: z.string().superRefine((text, context) => {
        const message = keyProblem(text);
        if (message !== undefined) context.addIssue({ code: "custom", message });
      }),
    }),
  )
  .min(2, "must name at least two people: nobody opens input alone")
  .max(MOST_RECIPIENTS, `must name at most ${MOST_RECIPIENTS} people`)
  .refine((list) => isEachOnce(list.map(({ name }) => name.toLowerCase())), "must not name anybody twice")
  .refine(
    (list) => isEachOnce(list.map(({ key }) => key)),
    "must not hold a key twice: whoever has it would open input alone",
  );
export type InputRecipient = z.infer<typeof inputRecipientsSchema>[number];

/** @returns what is wrong with an age X25519 public key, without repeating it; undefined: nothing */
function keyProblem(text: string): string | undefined {
  if (/AGE-SECRET-KEY/i.test(text))
    return "is a private key: give its owner another pair, and put the public key (age1…) here";
  if (!text.startsWith("age1")) return "must be an age public key (age1…)";
  const decoded = bech32.decodeUnsafe(text, 90);
  const bytes = decoded?.prefix === "age" ? bech32.fromWordsUnsafe(decoded.words) : undefined;
  if (bytes?.length !== 32)
    return "is no age X25519 public key: copy all 62 characters as age-keygen printed them";
  return bytes.every((byte) => byte === 0) ? "is no age X25519 public key: it is all zeros" : undefined;
}

const isEachOnce = (texts: readonly string[]) => new Set(texts).size === texts.length;

/** Input that is kept is kept for somebody. @returns what the two settings must not say together */
export function inputProblem(
  recording: InputRecordingSetting,
  recipients: readonly InputRecipient[] | undefined,
): string | undefined {
  const isKept = Object.values(recording).includes("kept");
  return isKept && recipients === undefined
    ? "is missing: INPUT_RECORDING has input kept, and nobody could open it"
    : undefined;
}
