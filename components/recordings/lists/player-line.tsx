import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { formatUtcTime } from "@/messages/values";

interface PlayerLineProps {
  /** When the recording began. */
  startedAt: Date;
  /** Milliseconds since then. */
  ms: number;
  isCurrent: boolean;
  /** "tight" for lines of a screen, "row" for commands and events. */
  as: "tight" | "row";
  onJump: (ms: number) => void;
  children: ReactNode;
  /** At the right end. */
  end?: ReactNode;
}

const LAYOUT = {
  tight: "items-start px-3 py-0.5 max-sm:min-h-9 max-sm:items-center",
  row: "items-baseline border-line border-b px-3 py-1.75 max-sm:min-h-11 max-sm:items-center",
} as const;

/** One line beside the player: when, what; a press leads the player there. */
export function PlayerLine({ startedAt, ms, isCurrent, as, onJump, children, end }: PlayerLineProps) {
  const instant = new Date(startedAt.getTime() + ms);
  return (
    <button
      type="button"
      data-player-line
      onClick={() => onJump(ms)}
      aria-current={isCurrent || undefined}
      className={cx(
        "flex w-full cursor-pointer gap-2.5 text-left hover:bg-hover print:break-inside-avoid",
        LAYOUT[as],
        isCurrent && "bg-selected shadow-[inset_2px_0_var(--ink)] print:bg-transparent print:shadow-none",
      )}
    >
      <time
        dateTime={instant.toISOString()}
        className={cx(
          "w-15 shrink-0 font-sans text-xs leading-5 tabular-nums",
          isCurrent ? "text-soft" : "text-faint",
        )}
      >
        {formatUtcTime(instant, "seconds").slice(0, 8)}
      </time>
      <span className="min-w-0 flex-1">{children}</span>
      {end !== undefined && (
        <span className="shrink-0 font-sans text-faint text-xs leading-5 tabular-nums">{end}</span>
      )}
    </button>
  );
}
