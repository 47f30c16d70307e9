import { z } from "zod";
import { FAILURE_FIXES } from "./failure-fixes";
import { GATEWAY_NOTICES, WARNINGS } from "./notices";
import { OPENING_STEPS } from "./opening-steps";

const otherWindow = z.object({
  /** Empty when it is not known. */
  browser: z.string(),
  address: z.string(),
  /** ISO 8601. */
  since: z.string(),
});

/** Where another window of the same person is, that types or typed. Browser and address are hostile text. */
export type OtherWindow = z.infer<typeof otherWindow>;

/** Why a shell did not open; a fix that we don't know is none. AWS's words in it are hostile text. */
const failure = z.object({
  code: z.string(),
  fix: z.enum(FAILURE_FIXES).catch("none"),
  canRetry: z.boolean(),
  aws: z
    .object({
      operation: z.string(),
      code: z.string(),
      message: z.string(),
      requestId: z.string().optional(),
    })
    .optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
});

const count = z.number().int().nonnegative();

/** What the gateway tells whoever is attached, besides output. */
const toBrowser = z.discriminatedUnion("type", [
  /** Its heartbeat: answered at once by a pong with the same number. `input`: bytes typed here that have arrived. */
  z.object({ type: z.literal("ping"), seq: count, input: count }),
  z.object({
    type: z.literal("state"),
    state: z.enum(["opening", "open", "reconnecting", "ended"]),
    /** ISO 8601. */
    windowEndsAt: z.string().optional(),
    /** Why it ended: an end reason. */
    reason: z.string().optional(),
    /** Why it failed: an error code. */
    code: z.string().optional(),
    detail: z.string().optional(),
    /** Why it did not open at all. */
    failure: failure.optional(),
    /** At attach: what lies below was shown before; the terminal's answers to it are not sent again. */
    outputOffset: count.optional(),
    /** At attach: output begins here, since what was missed is more than is sent again. */
    outputFrom: count.optional(),
  }),
  /** While it opens: a step is done. */
  z.object({ type: z.literal("opening"), step: z.enum(OPENING_STEPS), ms: z.number().nonnegative() }),
  z.object({ type: z.literal("recording"), durableMs: z.number().nonnegative() }),
  z.object({ type: z.literal("warning"), code: z.enum(WARNINGS) }),
  z.object({
    type: z.literal("notice"),
    code: z.enum(GATEWAY_NOTICES),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
  }),
  /** Before the close: which other window types now, as far as it is known. */
  z.object({ type: z.literal("taken-over"), by: otherWindow.optional() }),
  /** Before the close: another window types. Whoever wants to all the same comes again with `take=now`. */
  z.object({ type: z.literal("held"), by: otherWindow }),
  /** Who watches now, by name. */
  z.object({ type: z.literal("watchers"), names: z.array(z.string()).readonly() }),
  /** To watchers: the size of the screen that they see. */
  z.object({ type: z.literal("size"), cols: z.number().int().positive(), rows: z.number().int().positive() }),
]);

export type ToBrowser = z.infer<typeof toBrowser>;

/** What whoever is attached tells the gateway, besides input. Sizes are clamped, not refused. */
const fromBrowser = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("pong"), seq: count }),
  z.strictObject({ type: z.literal("resize"), cols: z.number(), rows: z.number() }),
  z.strictObject({ type: z.literal("end") }),
]);

export type FromBrowser = z.infer<typeof fromBrowser>;

export function encodeToBrowser(message: ToBrowser): string {
  return JSON.stringify(message);
}

export function encodeFromBrowser(message: FromBrowser): string {
  return JSON.stringify(message);
}

/** Parses a text frame of the gateway; undefined when it is none that we know (a newer gateway may say more). */
export function parseToBrowser(text: string): ToBrowser | undefined {
  return toBrowser.safeParse(parseJson(text)).data;
}

/** Parses a text frame of a browser; undefined when it is none of ours. */
export function parseFromBrowser(text: string): FromBrowser | undefined {
  return fromBrowser.safeParse(parseJson(text)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
