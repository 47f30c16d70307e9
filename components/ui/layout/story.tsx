import { type ReactNode, useId } from "react";
import { cx } from "../cx";

/** A page about one thing: its story at the left, its facts at the right, below each other where there is no room. */
export function StoryPage({ children, facts }: { children: ReactNode; facts: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-8 facts:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">{children}</div>
      <aside className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5 text-sm">{facts}</aside>
    </div>
  );
}

interface SideFactsProps {
  title: string;
  /** What stands before the names and values. */
  children?: ReactNode;
  facts?: readonly { label: string; value: ReactNode }[];
}

/** Facts of one kind in the right column. */
export function SideFacts({ title, children, facts = [] }: SideFactsProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5 [&+&]:border-line [&+&]:border-t [&+&]:pt-5"
    >
      <h2 id={id} className="break-words font-medium text-faint text-xs">
        <bdi>{title}</bdi>
      </h2>
      {children}
      {facts.length > 0 && (
        <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1">
          {facts.map((fact) => (
            <div key={fact.label} className="contents">
              <dt className="text-faint">{fact.label}</dt>
              <dd className="min-w-0">{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** The heading of a part of a story, with how many it holds and where more of it is. */
export function StorySection({
  title,
  count,
  more,
  children,
  className,
}: {
  title: string;
  count?: number;
  more?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx("min-w-0", className)}>
      <div className="flex items-baseline gap-2 border-line border-b pb-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {count !== undefined && count > 0 && (
          <span aria-hidden className="text-faint text-sm tabular-nums">
            {count}
          </span>
        )}
        {more !== undefined && <span className="ml-auto text-faint text-sm">{more}</span>}
      </div>
      {children}
    </section>
  );
}
