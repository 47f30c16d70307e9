import type { GetICUArgs } from "@schummar/icu-type-parser";
import { messageFor } from "#catalogue";
import type { AuditCode } from "@/lib/audit/catalogue";
import type { ErrorCode } from "@/lib/kernel/errors";
import type { MessageCode } from "./codes";
import type { en } from "./en";
import { formatMessage, type MessageParams } from "./format-message";
import { currentLanguage } from "./language";

/** What the English message of a code asks for, by its ICU arguments; a union of codes gives a union. */
type IcuArguments<S> = S extends string
  ? GetICUArgs<S, { ICUArgument: "text"; ICUNumberArgument: "number" }>
  : never;
type NamesOf<A> = A extends A ? keyof A & string : never;
/** `hasReason` is no parameter: it follows from `reason`. */
type Optional<N extends string> = N extends `has${infer Name}` ? Uncapitalize<Name> : never;
type Wanted<N extends string> = Exclude<N, Optional<N> | `has${Capitalize<Optional<N>>}`>;
type ParamOf<A, N extends string> = A extends { readonly [K in N]: infer Kind }
  ? Kind extends "number"
    ? number
    : N extends "seconds" | `${string}Seconds`
      ? number
      : string | readonly string[]
  : never;
type Params<A, N extends string> = { readonly [K in Wanted<N>]: ParamOf<A, K> } & {
  readonly [K in Optional<N>]?: ParamOf<A, K> | undefined;
};
type Arguments<C extends MessageCode> = ArgumentsOf<IcuArguments<(typeof en)[C]>>;
type ArgumentsOf<A> = [NamesOf<A>] extends [never]
  ? []
  : [Wanted<NamesOf<A>>] extends [never]
    ? [Params<A, NamesOf<A>>?]
    : [Params<A, NamesOf<A>>];

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
  const message = messageFor(code, language);
  return message === undefined ? undefined : formatMessage(message, params, language);
}
