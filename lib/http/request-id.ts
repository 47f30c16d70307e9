import { randomUUID } from "node:crypto";

/** proxy.ts sets it on every request it lets through, over whatever the caller sent. */
export const REQUEST_ID_HEADER = "x-request-id";
/** The path that was asked for, set by proxy.ts too: server components aren't told. */
export const PATH_HEADER = "x-asked-path";
/** The nonce that this answer's scripts need, set by proxy.ts for the scripts that are not Next's own. */
export const NONCE_HEADER = "x-nonce";

const FORM = /^[0-9a-f-]{36}$/;

export function requestIdFrom(headers: Headers): string {
  const sent = headers.get(REQUEST_ID_HEADER);
  return sent !== null && FORM.test(sent) ? sent : randomUUID();
}
