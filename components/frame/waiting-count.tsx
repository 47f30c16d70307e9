import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import type { NavId } from "./navigation";

/** What waits for this person, by part of the portal; counted to a hundred. */
export type WaitingCounts = Partial<Record<NavId, number>>;

const PLACE = {
  // Beside a name it is a number as others are; on an icon it needs a ground of its own.
  rail: "absolute top-0 right-0.5 h-3.5 min-w-3.5 rounded-full bg-primary px-0.5 text-[0.625rem] text-on-primary wide:static wide:ml-auto wide:h-auto wide:min-w-0 wide:rounded-none wide:bg-transparent wide:text-ink wide:text-xs",
  tab: "absolute top-1 left-1/2 ml-1.5 h-4 min-w-4 rounded-full bg-primary px-1 text-[0.6875rem] text-on-primary",
  row: "ml-auto text-ink text-xs",
} as const;

/** How many things wait; nothing where nothing does. */
export function WaitingCount({ count, as }: { count: number | undefined; as: keyof typeof PLACE }) {
  if (!count) return null;
  return (
    <span className={cx("inline-flex items-center justify-center font-semibold tabular-nums", PLACE[as])}>
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {t("frame.waiting")}</span>
    </span>
  );
}
