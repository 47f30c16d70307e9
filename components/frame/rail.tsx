import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import { Mark } from "./mark";
import { NAVIGATION, type NavId } from "./navigation";

export type WaitingCounts = Partial<Record<NavId, number>>;

interface RailProps {
  waiting: WaitingCounts;
  here: NavId | undefined;
}

/** The parts of the portal at the left of wide screens. */
export function Rail({ waiting, here }: RailProps) {
  return (
    <nav
      aria-label={t("nav.main")}
      className="sticky top-0 hidden h-dvh flex-col gap-0.5 border-line border-r bg-sunken px-2 py-3 md:flex"
    >
      <Link href="/" className="mb-3 flex items-center gap-2 px-2 font-semibold text-lg">
        <Mark />
        {t("app.name")}
      </Link>
      {NAVIGATION.map((item) => (
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
          <Count of={waiting[item.id]} className="ml-auto" />
        </Link>
      ))}
    </nav>
  );
}

/** The same at the bottom of a phone. */
export function BottomBar({ waiting, here }: RailProps) {
  return (
    <nav
      aria-label={t("nav.main")}
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-6 border-line border-t bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {NAVIGATION.map((item) => (
        <Link
          key={item.id}
          href={item.href}
          aria-current={item.id === here ? "page" : undefined}
          className={cx(
            "relative flex min-h-14 min-w-0 flex-col items-center justify-center gap-0.5 font-medium text-[0.6875rem]",
            item.id === here ? "text-accent" : "text-soft",
          )}
        >
          <item.icon aria-hidden className="size-5" />
          {item.label}
          <Count of={waiting[item.id]} className="absolute top-1 left-1/2 ml-1.5" />
        </Link>
      ))}
    </nav>
  );
}

function Count({ of, className }: { of: number | undefined; className: string }) {
  if (!of) return null;
  return (
    <span
      className={cx(
        "inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 font-semibold text-[0.6875rem] text-on-accent tabular-nums",
        className,
      )}
    >
      {of}
      <span className="sr-only"> {t("frame.waiting")}</span>
    </span>
  );
}
