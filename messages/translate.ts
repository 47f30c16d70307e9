import { sentencesOf } from "#catalogue";
import type { AuditCode } from "@/lib/audit/catalogue";
import type { ErrorCode } from "@/lib/kernel/errors";
import type { MessageCode } from "./codes";
import type { en } from "./en";
import { formatMessage, type MessageParam, type MessageParams } from "./format";
import { currentLanguage } from "./language";

/** The placeholders of a sentence outside its optional `[…]` parts. */
type Required<S extends string> = S extends `${infer Before}[${string}]${infer After}`
  ? Required<`${Before}${After}`>
  : Placeholders<S>;
type Placeholders<S extends string> = S extends `${string}{${infer Inner}}${infer Rest}`
  ? NameOf<Inner> | Placeholders<Rest>
  : never;
/** `{count|row|rows}` wants `count`. */
type NameOf<S extends string> = S extends `${infer Name}|${string}` ? Name : S;
type Params<C extends MessageCode> = { readonly [N in Required<(typeof en)[C]>]: MessageParam } & {
  readonly [N in Placeholders<(typeof en)[C]>]?: MessageParam;
};
type Arguments<C extends MessageCode> =
  Placeholders<(typeof en)[C]> extends never
    ? []
    : Required<(typeof en)[C]> extends never
      ? [Params<C>?]
      : [Params<C>];

/**
 * The sentence for a code in the reader's language, its placeholders filled. Which parameters it wants is part of its
 * type. Called while rendering, never when a module is loaded: then nobody is reading yet.
 */
export function t<C extends MessageCode>(code: C, ...args: Arguments<C>): string {
  return sentence(code, { ...args[0] }) ?? code;
}

/**
 * The sentence for a refusal or failure; parameters that nobody gave are left out of it.
 * @param code an ErrorCode; as it came over the wire it is any string, and an unknown one is an unknown failure
 */
export function errorSentence(code: ErrorCode | (string & {}), params: MessageParams = {}): string {
  return sentence(`error.${code}`, params) ?? sentence("error.INTERNAL", params) ?? code;
}

/**
 * The sentence of a family for a word that came from outside the program's own types, such as an end reason.
 * @returns the word itself when the family has no sentence for it: what is not understood is shown, not hidden
 */
export function wordFor(family: string, word: string, params: MessageParams = {}): string {
  return sentence(`${family}.${word}`, params) ?? word;
}

/** The sentence for an audit event. */
export function auditSentence(code: AuditCode, params: MessageParams): string {
  return sentence(`audit.${code}`, params) ?? code;
}

/** The sentence for a code whose parameters were put together elsewhere: obligations, policies. */
export function sentenceFor(code: MessageCode, params: MessageParams): string {
  return sentence(code, params) ?? code;
}

function sentence(code: string, params: MessageParams): string | undefined {
  const language = currentLanguage();
  const sentences = sentencesOf(language);
  const template = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  return template === undefined ? undefined : formatMessage(template, params, language);
}
