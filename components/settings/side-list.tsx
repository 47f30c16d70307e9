import { t } from "@/messages/translate";

/** The sections of the page of settings, in their order; each is the id of its section. */
export const SETTINGS_SECTIONS = [
  "first-run",
  "accounts",
  "documents",
  "approval",
  "durations",
  "channels",
  "sign-in",
  "environment",
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** The way to each section, at the left where there is room, else in a line above. */
export function SideList({ done, all }: { done: number; all: number }) {
  return (
    <nav
      aria-label={t("settings.sections")}
      className="top-18 flex min-w-0 gap-1 overflow-x-auto pb-1 text-sm facts:sticky facts:grid facts:overflow-visible facts:pb-0"
    >
      {SETTINGS_SECTIONS.map((section) => (
        <a
          key={section}
          href={`#${section}`}
          className="flex min-h-11 shrink-0 items-center justify-between gap-3 whitespace-nowrap rounded-md px-2 text-soft hover:bg-hover hover:text-ink facts:min-h-7.5"
        >
          {t(`settings.section.${section}`)}
          {section === "first-run" && done < all && (
            <span className="text-faint tabular-nums">{t("settings.firstRun.short", { done, all })}</span>
          )}
        </a>
      ))}
    </nav>
  );
}
