import { allow, refuse, type Verdict } from "./errors";

/** Reads one header of a request, by its lower-case name; undefined or null when it wasn't sent. */
export type HeaderReader = (name: string) => string | readonly string[] | null | undefined;

/** Whether a Host header names exactly the host (and port) of an origin of ours: the guard against DNS rebinding. */
export function isHostOf(origin: string, header: HeaderReader): boolean {
  const host = header("host");
  return typeof host === "string" && host.toLowerCase() === new URL(origin).host;
}

/**
 * May this request change something, or open a socket, on the strength of a cookie? Browsers set Origin and
 * Sec-Fetch-Site themselves, so a foreign page can't forge them. A missing or opaque ("null") Origin is refused.
 * @param edge.from the only origin whose pages may ask (PUBLIC_ORIGIN)
 * @param edge.to the origin that was asked: the same, or the gateway's on another port of the same host
 * @returns refused with FOREIGN_ORIGIN
 */
export function mayWrite(header: HeaderReader, edge: { from: string; to: string }): Verdict<void> {
  if (header("origin") !== edge.from) return refuse("FOREIGN_ORIGIN");
  const site = header("sec-fetch-site");
  if (site !== undefined && site !== null && !sitesBetween(edge).includes(String(site)))
    return refuse("FOREIGN_ORIGIN");
  return allow(undefined);
}

/**
 * May this request read on the strength of a cookie? Like `mayWrite`, but the browser sends no Origin with a GET to
 * its own origin or with a navigation.
 * @returns refused with FOREIGN_ORIGIN
 */
export function mayRead(header: HeaderReader, edge: { from: string; to: string }): Verdict<void> {
  const origin = header("origin");
  if (origin !== undefined && origin !== null) return mayWrite(header, edge);
  const site = header("sec-fetch-site");
  if (site === undefined || site === null || site === "none" || site === "same-origin")
    return allow(undefined);
  // From another port of this host a link may be followed, but nothing embedded.
  const isNavigation = header("sec-fetch-mode") === "navigate" && header("sec-fetch-dest") === "document";
  return isNavigation && sitesBetween(edge).includes(String(site))
    ? allow(undefined)
    : refuse("FOREIGN_ORIGIN");
}

function sitesBetween({ from, to }: { from: string; to: string }): readonly string[] {
  return from === to ? ["same-origin"] : ["same-origin", "same-site"];
}
