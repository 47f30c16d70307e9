import type { LucideIcon } from "lucide-react";
import { type ReactNode, useId } from "react";
import { BoxTitle } from "./box-title";
import { cx } from "./cx";
import { TONE_EDGE, TONE_WASH, type Tone } from "./tone";

// What is over is no state that calls for a colour.
const HEAD = { ...TONE_WASH, neutral: "bg-sunken text-ink" } as const satisfies Record<Tone, string>;
const EDGE = { ...TONE_EDGE, neutral: "border-line-mid" } as const satisfies Record<Tone, string>;

interface ActionBoxProps {
  tone: Tone;
  icon: LucideIcon;
  /** The state as a sentence. */
  title: ReactNode;
  /** The deadline, at the right. */
  end?: ReactNode;
  children?: ReactNode;
  /** What can be done now, the filled button first. */
  actions?: ReactNode;
  className?: string;
}

/** The state of a page's thing and what can be done about it: one on a page, right after its reason. */
export function ActionBox({ tone, icon: Icon, title, end, children, actions, className }: ActionBoxProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cx(
        "min-w-0 overflow-hidden rounded-md border bg-raised shadow-control",
        EDGE[tone],
        className,
      )}
    >
      <header
        className={cx(
          "flex flex-wrap items-center gap-x-4 gap-y-0.5 border-inherit border-b px-4 py-2.5 last:border-b-0",
          HEAD[tone],
        )}
      >
        <BoxTitle id={id}>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{title}</span>
        </BoxTitle>
        {end !== undefined && (
          <div className="flex flex-wrap items-center gap-x-2.5 text-sm text-soft sm:ml-auto">{end}</div>
        )}
      </header>
      {children !== undefined && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 py-3.5 empty:hidden">{children}</div>
      )}
      {actions !== undefined && (
        <div className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-3 max-rail:has-[>[data-decision-bar]]:border-0 max-rail:has-[>[data-decision-bar]]:p-0 empty:hidden max-sm:[&>*]:w-full">
          {actions}
        </div>
      )}
    </section>
  );
}
