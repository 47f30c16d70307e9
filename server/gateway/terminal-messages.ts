import { z } from "zod";
import type { FailureView } from "@/lib/sessions/opening/opening-failure";

/** What the gateway tells a terminal page, besides output. */
export type ToBrowser =
  | {
      type: "state";
      state: "opening" | "open" | "reconnecting" | "ended";
      windowEndsAt?: string;
      /** At attach: what lies before this offset was shown before; the page does not answer its queries again. */
      outputOffset?: number;
      /** Why it ended: an end reason. */
      reason?: string;
      /** Why it failed: an error code. */
      code?: string;
      detail?: string;
      /** Why it did not open at all. AWS's words in it are hostile text. */
      failure?: FailureView;
    }
  | { type: "recording"; durableMs: number }
  | { type: "warning"; code: "ONE_MINUTE_LEFT" }
  | { type: "notice"; code: string; params?: Record<string, string | number> }
  /** Before the close: which other window has the keyboard now, as far as it is known. */
  | { type: "taken-over"; by?: KeyboardPlace }
  /** Before the close: another window has the keyboard. Whoever wants it comes again with `take=now`. */
  | { type: "held"; by: KeyboardPlace }
  /** Who watches now, by name. */
  | { type: "watchers"; names: readonly string[] }
  /** To watchers: the size of the screen that they see. */
  | { type: "size"; cols: number; rows: number };

/** Where a keyboard is, or was taken to. Browser and address are hostile text. */
export interface KeyboardPlace {
  browser: string;
  address: string;
  /** ISO 8601. */
  since: string;
}

const fromBrowser = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("resize"),
    cols: z.number().int().min(2).max(500),
    rows: z.number().int().min(2).max(300),
  }),
  z.strictObject({ type: z.literal("end") }),
]);

export type FromBrowser = z.infer<typeof fromBrowser>;

/** Parses a text frame of a browser; undefined when it is none of ours. */
export function parseFromBrowser(text: string): FromBrowser | undefined {
  try {
    const parsed = fromBrowser.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Close codes of a terminal's socket; the page acts on them. */
export const CLOSE = {
  notSignedIn: 4001,
  refused: 4003,
  held: 4008,
  takenOver: 4009,
  ended: 4010,
  tooLarge: 1009,
  policy: 1008,
  restarting: 1012,
} as const;

/** Input bytes in one frame at most; the page splits pastes. */
export const MAX_INPUT_FRAME = 4096;
