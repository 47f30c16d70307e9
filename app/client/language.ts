import { LANGUAGE_COOKIE, type Language } from "@/messages/language";

const YEAR_SECONDS = 31_536_000;

/** Keeps a language for this browser: what is answered before anybody is known speaks it too. */
export function keepLanguage(language: Language | null): void {
  const value = language === null ? "; max-age=0" : `${language}; max-age=${YEAR_SECONDS}`;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
  document.cookie = `${LANGUAGE_COOKIE}=${value}; path=/; samesite=lax`;
}

/** Whether this browser keeps exactly this language. */
export function keepsLanguage(language: Language): boolean {
  return document.cookie.split("; ").includes(`${LANGUAGE_COOKIE}=${language}`);
}
