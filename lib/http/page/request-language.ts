import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders } from "node:http";
import { config } from "@/lib/kernel/config/config";
import { parseCookies } from "@/lib/people/sign-in/cookies";
import { LANGUAGE_COOKIE, type Language, negotiateLanguage, readLanguage } from "@/messages/language";

/**
 * From now on every HTTP request of this process has a language of its own: the browser's choice (a cookie), else what
 * its Accept-Language asks for. Node says that a request begins before the server hears of it, so that all that is done
 * for it, wherever Next does it, finds its language; whatever another request does meanwhile finds its own.
 */
export function followRequestLanguages(): void {
  const scope = new AsyncLocalStorage<{ language: Language }>();
  globalThis.halliganLanguage = scope;
  subscribe("http.server.request.start", (message) => {
    if (!isRequestStart(message)) throw new TypeError("node announces a request in another form");
    scope.enterWith({ language: languageOf(message.request.headers) });
  });
}

/** The person who asks has chosen a language for themselves: the rest of this request speaks it. */
export function speakTo(chosen: string | null | undefined): void {
  const language = readLanguage(chosen);
  const store = globalThis.halliganLanguage?.getStore();
  if (language && store) store.language = language;
}

/** The Set-Cookie line that keeps a browser's language for a year; without one the browser's own wishes count again. */
export function languageCookie(language: Language | undefined): string {
  const isSecure = config().PUBLIC_ORIGIN.startsWith("https://");
  const value = language === undefined ? "; Max-Age=0" : `${language}; Max-Age=31536000`;
  return `${LANGUAGE_COOKIE}=${value}; Path=/; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}

function languageOf(headers: IncomingHttpHeaders): Language {
  return (
    readLanguage(parseCookies(headers.cookie)[LANGUAGE_COOKIE]) ??
    negotiateLanguage(headers["accept-language"])
  );
}

function isRequestStart(message: unknown): message is { request: { headers: IncomingHttpHeaders } } {
  return (
    typeof message === "object" &&
    message !== null &&
    "request" in message &&
    typeof message.request === "object" &&
    message.request !== null &&
    "headers" in message.request
  );
}
