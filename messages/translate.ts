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

/** The sentence for a refusal or failure; parameters that nobody gave are left out of it. */
export function errorSentence(code: ErrorCode, params: MessageParams = {}): string {
  return formatMessage(en[`error.${code}`], params, "en");
}

/** The sentence for an audit event. */
export function auditSentence(code: AuditCode, params: MessageParams): string {
  return formatMessage(en[`audit.${code}`], params, "en");
}
