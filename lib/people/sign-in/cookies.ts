import { config } from "@/lib/kernel/config/config";
import { isSignInToken } from "./sign-in-token";

export type Cookies = Readonly<Record<string, string>>;

/**
 * The sign-in cookie's name and flags. Web and gateway both ask here: next-auth would guess from its own environment
 * variable, in each process for itself. `__Host-` keeps other hosts of the domain from setting it.
 */
export function signInCookie(): { name: string; isSecure: boolean } {
  const isSecure = config().PUBLIC_ORIGIN.startsWith("https://");
  return { name: isSecure ? "__Host-halligan.sign-in" : "halligan.sign-in", isSecure };
}

/** Parses a Cookie header. Of two cookies with one name the first counts, as browsers send the closest first. */
export function parseCookies(header: string | undefined): Cookies {
  const cookies = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const name = part.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, decoded(part.slice(at + 1).trim()));
  }
  return Object.fromEntries(cookies);
}

/** The token in the sign-in cookie; undefined when there is none, or it can't be one of ours. */
export function signInTokenFrom(cookies: Cookies): string | undefined {
  const { name } = signInCookie();
  const token = Object.hasOwn(cookies, name) ? cookies[name] : undefined;
  return isSignInToken(token) ? token : undefined;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not encoded by us: leave it, it is nobody's token.
    return value;
  }
}
