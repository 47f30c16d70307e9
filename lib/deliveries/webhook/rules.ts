import type { Answer } from "../rules";

/** However long a receiver wishes us to wait: nobody may silence a message by a large number. */
const LONGEST_WAIT = 600;
/** It works, and has too much to do. */
const BUSY = new Set([408, 425, 429, 502, 503, 504]);

/**
 * What an endpoint's answer means. Only 2xx is a yes: a redirect is not followed. What else it says of a message it will
 * say of the next one too, so administrators hear of it; only a busy one is left in peace.
 * @param retryAfter its Retry-After header: hostile
 */
export function answerOfStatus(
  status: number,
  text: string,
  { retryAfter, at }: { retryAfter: string | undefined; at: Date },
): Answer {
  const said = text === "" ? `HTTP ${status}` : `HTTP ${status}: ${text}`;
  if (status >= 200 && status < 300) return { outcome: "delivered", text: said, isChannelDown: false };
  const isBusy = BUSY.has(status);
  const isFinal = status >= 400 && status < 500 && !isBusy;
  const afterSeconds = isFinal ? undefined : secondsUntil(retryAfter, at);
  return {
    outcome: isFinal ? "refused" : "again",
    text: said,
    isChannelDown: !isBusy,
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
  };
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function secondsUntil(retryAfter: string | undefined, at: Date): number | undefined {
  const text = retryAfter?.trim() ?? "";
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - at.getTime()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), LONGEST_WAIT) : undefined;
}
