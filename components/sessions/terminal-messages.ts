import { z } from "zod";
import { FAILURE_FIXES } from "@/lib/sessions/opening/opening-failure";

const place = z.object({
  /** Empty when it is not known. */
  browser: z.string(),
  address: z.string(),
  /** ISO 8601. */
  since: z.string(),
});

/** Where another window of the same person is, that has or had the keyboard. */
export type KeyboardPlace = z.infer<typeof place>;

/** Why a shell did not open; a fix that this page does not know is none. */
const failure = z.object({
  code: z.string(),
  fix: z.enum(FAILURE_FIXES).catch("none"),
  canRetry: z.boolean(),
  aws: z.object({ operation: z.string(), code: z.string(), message: z.string() }).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
});

/** What the gateway says on the terminal's WebSocket besides output. */
const message = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("state"),
    state: z.enum(["opening", "open", "reconnecting", "ended"]),
    /** ISO 8601. */
    windowEndsAt: z.string().optional(),
    reason: z.string().optional(),
    code: z.string().optional(),
    detail: z.string().optional(),
    failure: failure.optional(),
    /** Where output stood when this connection began: what is below was drawn for somebody before. */
    outputOffset: z.number().int().nonnegative().optional(),
  }),
  z.object({ type: z.literal("recording"), durableMs: z.number().nonnegative() }),
  z.object({ type: z.literal("warning"), code: z.string() }),
  z.object({
    type: z.literal("notice"),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
  }),
  z.object({ type: z.literal("taken-over"), by: place.optional() }),
  z.object({ type: z.literal("held"), by: place }),
  z.object({ type: z.literal("watchers"), names: z.array(z.string()) }),
  z.object({ type: z.literal("size"), cols: z.number().int().positive(), rows: z.number().int().positive() }),
]);

export type GatewayMessage = z.infer<typeof message>;

/** Parses a text frame; undefined when it is none that this page knows (a newer gateway may say more). */
export function parseGatewayMessage(text: string): GatewayMessage | undefined {
  try {
    return message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
