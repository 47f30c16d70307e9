import { z } from "zod";
import { MAX_WINDOW_ID } from "./limits";
import { clampSize, type TerminalSize } from "./size";

/** What a browser says of itself when it attaches to a session, to type or to watch. */
export interface Attaching extends TerminalSize {
  /** Bytes of the session's output that it has shown already. */
  after: number;
  /** This window of the browser: it is not asked about itself when it comes back. Empty when it has no name. */
  windowId: string;
  /** "ask": where another window types, that one keeps typing, and the page asks its person. */
  take: "ask" | "now";
}

/** Whatever is not understood is as if it had not been said: an older page must still get its terminal. */
const query = z.object({
  cols: z.coerce.number().catch(Number.NaN),
  rows: z.coerce.number().catch(Number.NaN),
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0),
  take: z.enum(["ask", "now"]).catch("now"),
  window: z.string().max(MAX_WINDOW_ID).catch(""),
});

/** The address's query. @param attaching a watcher has no window and takes nothing */
export function attachQuery({
  windowId,
  take,
  cols,
  rows,
  after,
}: TerminalSize & { after: number; windowId?: string | undefined; take?: "ask" | "now" }): string {
  return new URLSearchParams({
    ...{ cols: String(cols), rows: String(rows), after: String(after) },
    ...(windowId === undefined ? {} : { window: windowId }),
    ...(take === undefined ? {} : { take }),
  }).toString();
}

/** Reads the query of an address; sizes are clamped, not refused. */
export function parseAttachQuery(params: URLSearchParams): Attaching {
  const { cols, rows, after, take, window } = query.parse(Object.fromEntries(params));
  return { ...clampSize({ cols, rows }), after, take, windowId: window };
}
