import type { AuditCode } from "@/lib/audit/catalogue";
import type { ErrorCode } from "@/lib/kernel/errors";
import { en } from "./en";
import { formatMessage, type MessageParam, type MessageParams } from "./format";

export type MessageCode = keyof typeof en;

/** The placeholders of a sentence outside its optional `[…]` parts. */
type Required<S extends string> = S extends `${infer Before}[${string}]${infer After}`
  ? Required<`${Before}${After}`>
  : Placeholders<S>;
type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Params<C extends MessageCode> = { readonly [N in Required<(typeof en)[C]>]: MessageParam } & {
  readonly [N in Placeholders<(typeof en)[C]>]?: MessageParam;
};
type Arguments<C extends MessageCode> =
  Placeholders<(typeof en)[C]> extends never
    ? []
    : Required<(typeof en)[C]> extends never
      ? [Params<C>?]
      : [Params<C>];

/** The sentence for a code, its placeholders filled. Which parameters it wants is part of its type. */
export function t<C extends MessageCode>(code: C, ...args: Arguments<C>): string {
  return formatMessage(en[code], { ...args[0] }, "en");
}

const SENTENCES: Readonly<Record<string, string>> = en;

/**
 * The sentence for a refusal or failure; parameters that nobody gave are left out of it.
 * @param code an ErrorCode; as it came over the wire it is any string, and an unknown one is an unknown failure
 */
export function errorSentence(code: ErrorCode | (string & {}), params: MessageParams = {}): string {
  return formatMessage(SENTENCES[`error.${code}`] ?? en["error.INTERNAL"], params, "en");
}

/**
 * The sentence of a family for a word that came from outside the program's own types, such as an end reason.
 * @returns the word itself when the family has no sentence for it: what is not understood is shown, not hidden
 */
export function wordFor(family: string, word: string, params: MessageParams = {}): string {
  const sentence = SENTENCES[`${family}.${word}`];
  return sentence === undefined ? word : formatMessage(sentence, params, "en");
}

/** The sentence for an audit event. */
export function auditSentence(code: AuditCode, params: MessageParams): string {
  return formatMessage(en[`audit.${code}`], params, "en");
}

/** The sentence for a code whose parameters were put together elsewhere: obligations, policies. */
export function sentenceFor(code: MessageCode, params: MessageParams): string {
  return formatMessage(en[code], params, "en");
}
