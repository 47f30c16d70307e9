import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import { Mark } from "./logo";
import type { NavId, NavItem } from "./navigation";
import { WaitingCount, type WaitingCounts } from "./waiting-count";

interface RailProps {
  items: readonly NavItem[];
  waiting: WaitingCounts;
  here: NavId | undefined;
}

/** The parts of the portal at the left of wide screens. */
export function Rail({ items, waiting, here }: RailProps) {
  return (
    <nav
      aria-label={t("nav.main")}
      className="sticky top-0 hidden h-dvh flex-col gap-0.5 overflow-y-auto border-line border-r bg-sunken px-2 py-3 md:flex"
    >
      <Link href="/" className="mb-3 flex items-center gap-2 px-2 font-semibold text-lg">
        <Mark />
        {t("app.name")}
      </Link>
      {items.map((item) => (
        <Link
          key={item.id}
          href={item.href}
          aria-current={item.id === here ? "page" : undefined}
          className={cx(
            "flex min-h-8 items-center gap-2.5 rounded-md px-2 font-medium",
            item.id === here ? "bg-accent-wash text-ink" : "text-soft hover:bg-raised hover:text-ink",
          )}
        >
          <item.icon aria-hidden className={cx("size-4", item.id === here && "text-accent")} />
          {item.label}
          <WaitingCount count={waiting[item.id]} className="ml-auto" />
        </Link>
      ))}
    </nav>
  );
}
