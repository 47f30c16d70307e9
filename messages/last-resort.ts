import { LANGUAGE_COOKIE, type Language, negotiateLanguage, readLanguage } from "./language";

interface LastResort {
  title: string;
  hint: string;
  retry: string;
}

/** The sentences of the one page that has no words file: it stands where even the frame of all pages failed. */
export const LAST_RESORT: Readonly<Record<Language, LastResort>> = {
  en: {
    title: "The portal failed",
    hint: "Nothing was changed. Load the page again; if it stays, say when it happened.",
    retry: "Load again",
  },
  "zh-TW": {
    title: "入口網站發生錯誤",
    hint: "沒有任何變更。請重新載入此頁；若仍然如此，請告知發生的時間。",
    retry: "重新載入",
  },
};

/** The language of a browser, by its cookie, else by its wishes. */
export function browserLanguage(cookies: string, wishes: readonly string[]): Language {
  const kept = cookies.split("; ").find((one) => one.startsWith(`${LANGUAGE_COOKIE}=`));
  return readLanguage(kept?.slice(LANGUAGE_COOKIE.length + 1)) ?? negotiateLanguage(wishes.join(","));
}
