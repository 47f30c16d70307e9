import { AppError } from "@/lib/kernel/errors";

/** Longer than any address of ours, filters included. */
const MAX_LENGTH = 8_000;

/**
 * The address that a request asks for, of which only path and query count: where it was sent says the Host header.
 * @param target as it stands in the request's first line: hostile
 * @throws AppError INVALID_INPUT for everything but a path with a query: `*`, whole URLs, paths that a browser would
 *   take for another host (`//evil.example`), escapes that mean nothing
 */
export function requestTarget(target: string | undefined): URL {
  const wrong = (why: string) => new AppError("INVALID_INPUT", `the request's target ${why}`);
  if (!target?.startsWith("/")) throw wrong("is not a path");
  if (target.length > MAX_LENGTH) throw wrong("is too long");
  // Behind an authority of ours, so that no part of the target is taken for one.
  const address = `http://target.invalid${target}`;
  if (!URL.canParse(address)) throw wrong("is not an address");
  const url = new URL(address);
  // Nobody asks us for one, and repeated in a Location it would lead away. Backslashes are slashes by now.
  if (url.pathname.startsWith("//")) throw wrong("names another host");
  try {
    decodeURIComponent(url.pathname);
  } catch {
    throw wrong("has escapes that mean nothing");
  }
  return url;
}
