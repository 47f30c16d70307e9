import { Plus } from "lucide-react";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import { Mark } from "./logo";
import type { NavId, NavItem } from "./navigation";
import { WaitingCount, type WaitingCounts } from "./waiting-count";

interface RailProps {
  items: readonly NavItem[];
  waiting: WaitingCounts;
  here: NavId | undefined;
  canAsk: boolean;
  /** What kind of installation this is, where that has to be known. */
  note: string | undefined;
}

/** The parts of the portal at the left: with their names on wide screens, as icons on narrower ones. */
export function Rail({ items, waiting, here, canAsk, note }: RailProps) {
  return (
    <nav
      aria-label={t("nav.main")}
      className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-line border-r bg-sunken px-2 pb-3 rail:flex print:hidden"
    >
      <Link
        href="/"
        className="flex h-12 shrink-0 items-center gap-2 px-2.5 font-semibold max-wide:justify-center"
        aria-label={t("app.name")}
      >
        <Mark />
        <span className="hidden wide:inline">{t("app.name")}</span>
      </Link>
      {canAsk && (
        <Link
          href="/requests/new"
          aria-label={t("frame.request")}
          title={t("frame.request")}
          className={cx(buttonClass(), "max-wide:px-0")}
        >
          <Plus aria-hidden className="size-3.5" />
          <span className="hidden wide:inline">{t("frame.request")}</span>
        </Link>
      )}
      <div className="mt-3 grid gap-px">
        {items.map((item) => (
          <Link
            key={item.id}
            href={item.href}
            aria-current={item.id === here ? "page" : undefined}
            title={item.label}
            className={cx(
              "relative flex h-7.5 items-center gap-2.5 rounded-md px-2 font-medium text-sm max-wide:justify-center",
              item.id === here ? "bg-selected text-ink" : "text-soft hover:bg-hover hover:text-ink",
            )}
          >
            <item.icon aria-hidden className="size-4 shrink-0" />
            <span className="sr-only wide:not-sr-only">{item.label}</span>
            <WaitingCount count={waiting[item.id]} as="rail" />
          </Link>
        ))}
      </div>
      {note !== undefined && <p className="mt-auto hidden px-2 text-faint text-xs wide:block">{note}</p>}
    </nav>
  );
}
