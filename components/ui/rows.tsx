import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./cx";

/** A list of rows between hairlines. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-line border-line border-y">
      {children}
    </ul>
  );
}

interface RowLinkProps {
  href: string;
  /** The row's name: the text of its link. */
  name: ReactNode;
  /** What can be pressed for itself, before the name. */
  before?: ReactNode;
  children?: ReactNode;
  className?: string;
}

/**
 * A row that is a link as a whole. Only its name is the link's text, so that it is read out short; buttons and
 * further links in the row stay their own.
 */
export function RowLink({ href, name, before, children, className }: RowLinkProps) {
  return (
    <li
      data-row
      className={cx(
        "relative flex flex-wrap items-center gap-x-4 gap-y-1 px-2 py-2.5 hover:bg-sunken has-[[data-row-link]:focus-visible]:bg-accent-wash",
        className,
      )}
    >
      {before !== undefined && <span className="-my-2 -mr-3">{before}</span>}
      <Link href={href} data-row-link className="font-medium after:absolute after:inset-0">
        {name}
      </Link>
      {children}
    </li>
  );
}
