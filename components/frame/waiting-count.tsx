import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import type { NavId } from "./navigation";

/** What waits for this person, by part of the portal; counted to a hundred. */
export type WaitingCounts = Partial<Record<NavId, number>>;

/** How many things wait; nothing where nothing does. */
export function WaitingCount({ count, className }: { count: number | undefined; className: string }) {
  if (!count) return null;
  return (
    <span
      className={cx(
        "inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 font-semibold text-[0.6875rem] text-on-accent tabular-nums",
        className,
      )}
    >
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {t("frame.waiting")}</span>
    </span>
  );
}
