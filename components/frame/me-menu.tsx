"use client";

import { Button } from "@/components/ui/controls/button";
import Link from "@/components/ui/controls/link";
import { Initials } from "@/components/ui/initials";
import { Menu } from "@/components/ui/overlay/menu";
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
  /** Whether the card for the wall is theirs to print. */
  hasCard: boolean;
  onLanguage: (language: Language | null) => void;
  onSignOut: () => void;
}

/** Who I am, what I may, which language I read, how I am told, my passkeys, the card for the wall, and the way out. */
export function MeMenu({ me, hasCard, onLanguage, onSignOut }: MeMenuProps) {
  return (
    <Menu label={me.name} as="bare" className="w-72" trigger={<Initials name={me.name} />}>
      <div className="grid gap-3 p-2">
        <p>
          <bdi className="block font-medium">{me.name}</bdi>
          <span className="text-soft text-sm">
            {me.roles.length > 0 ? t("frame.roles", { roles: formatList(me.roles) }) : t("frame.noRoles")}
          </span>
        </p>
        <LanguageChoice language={me.language} onChange={onLanguage} />
        {me.roles.length > 0 && (
          <Link href="/notifications" className="text-accent underline">
            {t("frame.notifications")}
          </Link>
        )}
        {me.roles.length > 0 && (
          <Link href="/passkeys" className="text-accent underline">
            {t("frame.passkeys")}
          </Link>
        )}
        {hasCard && (
          <Link href="/last-resort" className="text-accent underline">
            {t("frame.card")}
          </Link>
        )}
        <Button onClick={onSignOut}>{t("frame.signOut")}</Button>
      </div>
    </Menu>
  );
}
