"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { t } from "@/messages/translate";

export interface Me {
  name: string;
  /** In words, as the person reads them: "engineer", "approver". */
  roles: readonly string[];
}

/** Who I am, what I may, and the way out. */
export function MeMenu({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  return (
    <details
      className="group relative"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
    >
      <summary className="flex min-h-9 cursor-pointer list-none items-center gap-1 rounded-md px-2 font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <span className="max-w-32 truncate">{me.name}</span>
        <ChevronDown aria-hidden className="size-3.5 text-faint" />
      </summary>
      <div className="absolute right-0 z-30 mt-1 grid w-60 gap-3 rounded-md border border-line bg-raised p-3 shadow-float">
        <p>
          <span className="block font-medium">{me.name}</span>
          <span className="text-soft text-sm">
            {me.roles.length > 0 ? t("frame.roles", { roles: me.roles.join(", ") }) : t("frame.noRoles")}
          </span>
        </p>
        <Button onClick={onSignOut}>{t("frame.signOut")}</Button>
      </div>
    </details>
  );
}
