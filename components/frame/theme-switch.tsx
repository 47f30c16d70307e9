"use client";

import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { t } from "@/messages/translate";
import { THEME_COOKIE, THEMES, type Theme } from "./theme";

const ICON = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, LucideIcon>;
const YEAR_SECONDS = 31_536_000;

/** Changes between the system's theme, light and dark; a cookie remembers it. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  const [current, setCurrent] = useState(theme);
  const Icon = ICON[current];
  const change = () => {
    const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length] ?? "system";
    setCurrent(next);
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <button
      type="button"
      onClick={change}
      className="inline-flex size-9 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{t("theme.label", { theme: t(`theme.${current}`) })}</span>
    </button>
  );
}
