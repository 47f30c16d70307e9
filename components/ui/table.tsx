import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import Link from "@/components/ui/controls/link";
import { cx } from "./cx";

/** From which width on a column is there; on a phone the cells say for themselves where they stand. */
export type ColumnFrom = "rail" | "facts" | "wide" | "xl";

export interface Column {
  id: string;
  label: string;
  /** What stands over it is for who does not see the column: a star, a button. */
  isLabelHidden?: boolean;
  from?: ColumnFrom;
  /** The list's address in the order of this column, or, where it is in that order, in the opposite one. */
  sort?: { href: string; now: "ascending" | "descending" | "none" };
}

const FROM = {
  rail: "max-rail:hidden",
  facts: "max-facts:hidden",
  wide: "max-wide:hidden",
  xl: "max-xl:hidden",
} as const satisfies Record<ColumnFrom, string>;

/** The heads of those columns that a list can be ordered by. */
export type SortHeads<K extends string> = Readonly<Record<K, NonNullable<Column["sort"]>>>;

/** A table of links: 36 px a row between hairlines where there is room, two lines a row on a phone. */
export function Table({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  return (
    <table aria-label={label} className="w-full border-collapse text-sm max-rail:block">
      <thead className="max-rail:sr-only">
        <tr>
          {columns.map(({ id, label: name, isLabelHidden, from, sort }) => (
            <th
              key={id}
              scope="col"
              {...(sort ? { "aria-sort": sort.now } : {})}
              className={cx(
                "z-3 h-8 whitespace-nowrap bg-surface pr-3 text-left font-medium text-faint text-xs shadow-[inset_0_-1px_var(--line)] first:pl-2 xl:sticky xl:top-[calc(3rem+var(--filter-bar,3rem))]",
                from && FROM[from],
              )}
            >
              {sort ? <SortLink name={name} {...sort} /> : isLabelHidden ? <Hidden text={name} /> : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-rail:block">{children}</tbody>
    </table>
  );
}

function Hidden({ text }: { text: string }) {
  return <span className="sr-only">{text}</span>;
}

function SortLink({ name, href, now }: { name: string } & NonNullable<Column["sort"]>) {
  const Arrow = now === "ascending" ? ArrowUp : ArrowDown;
  return (
    <Link href={href} className="group/sort inline-flex h-8 items-center gap-1 hover:text-ink">
      {name}
      <Arrow
        aria-hidden
        className={cx(
          "size-3",
          now === "none" && "opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100",
        )}
      />
    </Link>
  );
}

/**
 * A row that leads to one thing: the link is its name, and reaches over the row. What else can be pressed in it stays
 * its own.
 */
export function Row({ children }: { children: ReactNode }) {
  return (
    <tr
      data-row
      className="group/row relative border-line border-b hover:bg-hover has-[[data-row-link]:focus-visible]:bg-selected max-rail:grid max-rail:min-h-15 max-rail:grid-cols-[minmax(0,1fr)_auto] max-rail:content-center max-rail:items-center max-rail:gap-x-3 max-rail:gap-y-0.5 max-rail:py-2"
    >
      {children}
    </tr>
  );
}

/** Where a cell stands on a phone: in the first or the second line, at its beginning or end; in a line between; or nowhere. */
export type PhonePlace = "name" | "name-end" | "line" | "second" | "second-end" | "none";

const PHONE = {
  name: "max-rail:order-1",
  "name-end": "max-rail:order-2 max-rail:justify-self-end",
  line: "max-rail:order-3 max-rail:col-span-2",
  second: "max-rail:order-4",
  "second-end": "max-rail:order-5 max-rail:justify-self-end",
  none: "max-rail:hidden",
} as const satisfies Record<PhonePlace, string>;

const CELL = "h-9 truncate pr-3 first:pl-2 max-rail:h-auto max-rail:max-w-full max-rail:p-0! max-rail:block";

interface CellProps {
  phone: PhonePlace;
  from?: ColumnFrom;
  /** Its width: what is longer is cut with an ellipsis. */
  className?: string;
  /** For what the cell explains elsewhere in its row. */
  id?: string;
  children?: ReactNode;
}

export function Cell({ phone, from, className, id, children }: CellProps) {
  return (
    <td id={id} className={cx(CELL, "text-soft", PHONE[phone], from && FROM[from], className)}>
      {children}
    </td>
  );
}

/**
 * The cell that names the row and leads to its page.
 * @param label what the link is called where its text alone does not tell the row from others
 */
export function NameCell({
  href,
  label,
  className,
  children,
}: {
  href: string;
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <th
      scope="row"
      className={cx(
        CELL,
        PHONE.name,
        "text-left font-medium text-ink max-rail:text-base",
        className ?? "max-w-60",
      )}
    >
      <Link href={href} aria-label={label} data-row-link className="after:absolute after:inset-0">
        {children}
      </Link>
    </th>
  );
}

/** What can be done with the row: seen when the pointer or the focus is on it; always, where it is the next step. */
export function ActionCell({ isNext = false, children }: { isNext?: boolean; children?: ReactNode }) {
  return (
    <td className={cx(CELL, PHONE[isNext ? "second-end" : "none"], "w-34 pr-2 text-right")}>
      <span
        className={cx(
          "relative z-1",
          !isNext &&
            "opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 [@media(hover:none)]:opacity-100",
        )}
      >
        {children}
      </span>
    </td>
  );
}
