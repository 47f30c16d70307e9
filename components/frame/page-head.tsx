import type { ReactNode } from "react";
import Link from "@/components/ui/controls/link";

interface BarTitleProps {
  /** The part that the page belongs to; the thing itself has its heading in the content then. */
  parent?: { href: string; label: string };
  children: ReactNode;
}

/**
 * What stands in the top bar of the frame: a page's title, or the way back and the thing's id and state. It belongs to
 * the page, not to the frame, so it is laid over the bar's left half.
 */
export function BarTitle({ parent, children }: BarTitleProps) {
  return (
    <div className="fixed top-0 left-14 z-20 flex h-12 max-w-[calc(100vw-14rem)] items-center gap-2 overflow-hidden rail:left-20 wide:left-58 wide:max-w-[calc(100vw-44rem)] print:hidden">
      {parent && (
        <>
          <Link href={parent.href} className="hidden whitespace-nowrap text-faint hover:text-ink sm:inline">
            {parent.label}
          </Link>
          <span aria-hidden className="hidden text-line-strong sm:inline">
            /
          </span>
        </>
      )}
      <div className="flex min-w-0 items-center gap-2">{children}</div>
    </div>
  );
}

interface PageHeadProps {
  title: ReactNode;
  /** One line at the head of the content, where the page needs explaining. */
  lead?: ReactNode;
  /** The page's one primary action. */
  action?: ReactNode;
}

/** A page's title, in the top bar, and at the head of its content what it is and the one thing to do on it. */
export function PageHead({ title, lead, action }: PageHeadProps) {
  return (
    <>
      <BarTitle>
        <h1 className="truncate font-semibold">{title}</h1>
      </BarTitle>
      {(lead !== undefined || action !== undefined) && (
        <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 text-soft">{lead}</div>
          {action}
        </div>
      )}
    </>
  );
}

/** The heading of a page that is about one thing: its name, with what must be seen beside it, and one line of facts. */
export function ThingHead({
  name,
  beside,
  facts,
}: {
  name: ReactNode;
  beside?: ReactNode;
  facts?: ReactNode;
}) {
  return (
    <header className="grid min-w-0 gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h1 className="min-w-0 font-semibold text-xl tracking-tight">{name}</h1>
        {beside}
      </div>
      {facts !== undefined && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-sm text-soft">{facts}</div>
      )}
    </header>
  );
}
