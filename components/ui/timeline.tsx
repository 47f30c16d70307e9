import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { Initials } from "./initials";
import { TONE_WASH, type Tone } from "./tone";

export interface TimelineItem {
  /** Unique in its timeline. */
  id: string;
  /** A person's initials, or a sign where a tone is meant or nobody did it; "next" is yet to come, "now" comes first. */
  mark: { person: string } | { icon: LucideIcon; tone: Tone } | "next" | "now";
  text: ReactNode;
  /** When it was, or by when it will be. */
  time: ReactNode;
}

/** What happened, in order, and what is still to come. Only decisions are coloured. */
export function Timeline({ label, items }: { label: string; items: readonly TimelineItem[] }) {
  return (
    <ol aria-label={label} className="grid grid-cols-[minmax(0,1fr)] text-sm">
      {items.map(({ id, mark, text, time }) => (
        <li
          key={id}
          className="relative flex gap-3 py-1.5 text-soft before:absolute before:top-7 before:-bottom-1.5 before:left-[9.5px] before:w-px before:bg-line-mid last:before:hidden"
        >
          <Mark mark={mark} />
          <span
            className={cx(
              "min-w-0",
              mark === "next" && "text-faint",
              mark === "now" && "font-medium text-blue",
            )}
          >
            {text}
          </span>
          <span className="ml-auto whitespace-nowrap pl-3 text-faint tabular-nums">{time}</span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ mark }: Pick<TimelineItem, "mark">) {
  if (mark === "next" || mark === "now")
    return (
      <span aria-hidden className="grid size-5 shrink-0 place-items-center">
        <span
          className={cx(
            "size-2.5 rounded-full border-[1.5px] bg-surface",
            mark === "now" ? "border-blue" : "border-line-strong",
          )}
        />
      </span>
    );
  if ("person" in mark) return <Initials name={mark.person} />;
  const { icon: Icon, tone } = mark;
  return (
    <span aria-hidden className={cx("grid size-5 shrink-0 place-items-center rounded-full", TONE_WASH[tone])}>
      <Icon className="size-3" />
    </span>
  );
}
