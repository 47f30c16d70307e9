"use client";

import { Languages } from "lucide-react";
import { useId } from "react";
import { LANGUAGES, type Language, readLanguage } from "@/messages/language";
import { t } from "@/messages/translate";

const BROWSER = "browser";

interface LanguageChoiceProps {
  /** What is chosen; null: as the browser asks. */
  language: Language | null;
  onChange: (language: Language | null) => void;
}

/** Which language the portal speaks to me. Each language is named in itself, so that whoever got lost finds back. */
export function LanguageChoice({ language, onChange }: LanguageChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="flex items-center gap-1.5 text-soft">
        <Languages aria-hidden className="size-4" />
        {t("language.label")}
      </label>
      <select
        id={id}
        value={language ?? BROWSER}
        onChange={(event) => onChange(readLanguage(event.target.value) ?? null)}
        className="min-h-10 min-w-0 flex-1 cursor-pointer rounded-md border border-line-strong bg-raised px-2 text-ink md:min-h-9"
      >
        <option value={BROWSER}>{t("language.browser")}</option>
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {t(`language.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
