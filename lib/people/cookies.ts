import { getToken } from "next-auth/jwt";
import { config } from "@/lib/kernel/config";
import { isId, type SignInId } from "@/lib/kernel/ids";

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

/** The sign-in that the cookie points to; undefined when there is none, or it isn't sealed by us or too old. */
export async function signInIdFrom(cookies: Cookies): Promise<SignInId | undefined> {
  const { name, isSecure } = signInCookie();
  const token = await getToken({
    // An IncomingMessage as it is gives null: cookies must come parsed. Without headers no bearer token counts.
    req: { cookies: { ...cookies }, headers: {} } as unknown as Parameters<typeof getToken>[0]["req"],
    secret: config().HALLIGAN_SECRET,
    secureCookie: isSecure,
    cookieName: name,
  });
  return isId("signIn", token?.sub) ? token.sub : undefined;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not encoded by us: leave it, it won't unseal.
    return value;
  }
}
