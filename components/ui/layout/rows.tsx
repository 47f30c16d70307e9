import type { ReactNode } from "react";
import Link from "@/components/ui/controls/link";
import { cx } from "../cx";

interface RowsProps {
  label: string;
  /** What stands over the columns where there is room for columns; in the order of the cells. */
  heads?: readonly string[];
  /** The columns' widths, as a class of the kind `lg:grid-cols-[…]`. */
  columns?: string;
  children: ReactNode;
}

/** A list of rows between hairlines. With columns it is as dense as a table on wide screens, and stacks on others. */
export function Rows({ label, heads, columns, children }: RowsProps) {
  return (
    <div>
      {heads !== undefined && (
        // For the eye only: read out, each row says itself what it is.
        <div
          aria-hidden
          className={cx(
            "hidden items-baseline gap-x-4 px-2 pb-1.5 font-medium text-faint text-xs lg:grid",
            columns,
          )}
        >
          {heads.map((head) => (
            <span key={head}>{head}</span>
          ))}
        </div>
      )}
      <ul aria-label={label} className="divide-y divide-line border-line border-y">
        {children}
      </ul>
    </div>
  );
}

interface RowLinkProps {
  href: string;
  /** The row's name: the text of its link. */
  name: ReactNode;
  /** What can be pressed for itself, before the name. */
  before?: ReactNode;
  /** The list's columns: the children are cells then, the name is the first. */
  columns?: string;
  children?: ReactNode;
  className?: string;
}

/**
 * A row that is a link as a whole. Only its name is the link's text, so that it is read out short; buttons and
 * further links in the row stay their own.
 */
export function RowLink({ href, name, before, columns, children, className }: RowLinkProps) {
  return (
    <li
      data-row
      className={cx(
        "relative flex flex-wrap items-center gap-x-4 gap-y-1 px-2 hover:bg-hover has-[[data-row-link]:focus-visible]:bg-selected",
        columns === undefined ? "py-2.5" : cx("py-2.5 lg:grid lg:py-1.5", columns),
        className,
      )}
    >
      {before !== undefined && <span className="-my-2 -mr-3">{before}</span>}
      <Link
        href={href}
        data-row-link
        className={cx(
          "font-medium after:absolute after:inset-0",
          columns !== undefined && "min-w-0 lg:truncate",
        )}
      >
        {name}
      </Link>
      {children}
    </li>
  );
}
