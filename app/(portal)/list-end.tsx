import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { hrefOf, type ListAddress } from "@/components/ui/filter/filter-fields";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Pager } from "@/components/ui/layout/pager";
import { t } from "@/messages/translate";

/** What an empty list says of itself. */
export interface EmptyList {
  /** What its rows are, for "No … match these filters". */
  things: string;
  /** What is so when there is nothing yet, what would change it, and the way there. */
  title: string;
  hint: string;
  action?: { href: string; label: string };
}

interface ListEndProps {
  path: string;
  address: ListAddress;
  page: { rows: readonly unknown[]; nextCursor: string | null; previousCursor?: string | null };
  isFiltered: boolean;
  empty: EmptyList;
  /** Whether other things stand above: then that there are no rows is no news. */
  isBelowOthers?: boolean;
  children: ReactNode;
}

/** A list with what comes before and after it, or why it is empty and the next step. */
export function ListEnd({ path, address, page, isFiltered, empty, isBelowOthers, children }: ListEndProps) {
  const { rows, nextCursor, previousCursor = null } = page;
  const isFirst = address.cursor === undefined;
  const firstHref = hrefOf(path, address, {});
  const hrefTo = (cursor: string | null) => (cursor === null ? undefined : hrefAt(path, address, cursor));
  if (rows.length === 0) {
    if (!isFirst)
      return (
        <EmptyState kind="no-match" title={t("lists.beyond")} action={link(firstHref, t("action.first"))} />
      );
    if (isFiltered)
      return (
        <EmptyState
          kind="no-match"
          title={t("lists.none.match", { things: empty.things })}
          action={link(path, t("lists.clear"))}
        >
          {t("lists.none.match.hint")}
        </EmptyState>
      );
    if (isBelowOthers) return null;
    return (
      <EmptyState
        kind="nothing"
        title={empty.title}
        action={empty.action && link(empty.action.href, empty.action.label)}
      >
        {empty.hint}
      </EmptyState>
    );
  }
  return (
    <>
      {children}
      {(nextCursor !== null || previousCursor !== null || !isFirst) && (
        <Pager
          summary={t(nextCursor === null ? "pages.rows.all" : "pages.rows.more", { count: rows.length })}
          firstHref={isFirst ? undefined : firstHref}
          previousHref={hrefTo(previousCursor)}
          nextHref={hrefTo(nextCursor)}
        />
      )}
    </>
  );
}

function hrefAt(path: string, address: ListAddress, cursor: string): string {
  const first = hrefOf(path, address, {});
  return `${first}${first.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
}

function link(href: string, label: string): ReactNode {
  return (
    <Link href={href} className={buttonClass()}>
      {label}
    </Link>
  );
}
