"use client";

import { useSyncExternalStore } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import { browserLanguage, LAST_RESORT } from "@/messages/last-resort";
import "./globals.css";

const never = () => () => {};

/** Where the root layout itself failed: no words, no frame, only what this file brings. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const language = useSyncExternalStore(
    never,
    () => browserLanguage(document.cookie, navigator.languages),
    () => "en" as const,
  );
  const words = LAST_RESORT[language];
  return (
    <html lang={language}>
      <head>
        <title>{words.title}</title>
      </head>
      <body>
        <main className="mx-auto grid max-w-2xl gap-3 px-4 py-10">
          <h1 className="font-semibold text-xl">{words.title}</h1>
          <p className="text-soft">{words.hint}</p>
          {error.digest !== undefined && <p className="font-mono text-faint text-xs">{error.digest}</p>}
          <p>
            <button type="button" className={buttonClass("primary")} onClick={() => window.location.reload()}>
              {words.retry}
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
