"use client";

import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { t } from "@/messages/translate";
import { THEMES, type Theme } from "./theme";

const ICON = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, LucideIcon>;

/** Changes between the system's theme, light and dark. */
export function ThemeSwitch({ theme, onChange }: { theme: Theme; onChange: (theme: Theme) => void }) {
  const Icon = ICON[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <button
      type="button"
      onClick={() => onChange(next)}
      className="hidden size-11 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink sm:inline-flex sm:size-7.5"
    >
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{t("theme.label", { theme: t(`theme.${theme}`) })}</span>
    </button>
  );
}
