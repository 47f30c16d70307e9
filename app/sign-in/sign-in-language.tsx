"use client";

import { keepLanguage } from "@/app/client/language";
import { LanguageChoice } from "@/components/frame/language-choice";
import type { Language } from "@/messages/language";

/** The language of somebody whom nobody knows yet: this browser keeps it. */
export function SignInLanguage({ language }: { language: Language | null }) {
  return (
    <LanguageChoice
      language={language}
      onChange={(chosen) => {
        keepLanguage(chosen);
        // A full load: the words of a language come with the page.
        window.location.reload();
      }}
    />
  );
}
