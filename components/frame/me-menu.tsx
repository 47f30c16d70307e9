"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Language } from "@/messages/language";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { LanguageChoice } from "./language-choice";

export interface Me {
  name: string;
  /** In words, as the person reads them: "engineer", "approver". */
  roles: readonly string[];
  /** The language they chose; null: the browser's. */
  language: Language | null;
}

interface MeMenuProps {
  me: Me;
  onLanguage: (language: Language | null) => void;
  onSignOut: () => void;
}

/** Who I am, what I may, which language I read, and the way out. */
export function MeMenu({ me, onLanguage, onSignOut }: MeMenuProps) {
  return (
    <details
      className="group relative"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary className="flex min-h-10 cursor-pointer list-none items-center gap-1 rounded-md px-2 font-medium hover:bg-sunken md:min-h-9 [&::-webkit-details-marker]:hidden">
        <span className="max-w-32 truncate">{me.name}</span>
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </summary>
      <div className="absolute right-0 z-30 mt-1 grid w-72 max-w-[calc(100vw-2rem)] gap-3 rounded-md border border-line bg-raised p-3 shadow-float">
        <p>
          <bdi className="block font-medium">{me.name}</bdi>
          <span className="text-soft text-sm">
            {me.roles.length > 0 ? t("frame.roles", { roles: formatList(me.roles) }) : t("frame.noRoles")}
          </span>
        </p>
        <LanguageChoice language={me.language} onChange={onLanguage} />
        <Button onClick={onSignOut} className="max-md:min-h-10">
          {t("frame.signOut")}
        </Button>
      </div>
    </details>
  );
}
