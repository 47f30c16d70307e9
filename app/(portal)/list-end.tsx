import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Pager } from "@/components/ui/layout/pager";
import { t } from "@/messages/translate";
import { hrefWith, type SearchParams } from "./search-params";

interface ListEndProps {
  path: string;
  searchParams: SearchParams;
  page: { rows: readonly unknown[]; nextCursor: string | null; previousCursor?: string | null };
  isFiltered: boolean;
  /** Why there is nothing yet. */
  hint?: string;
  children: ReactNode;
}

/** A list with what comes before and after it, or why it is empty. */
export async function ListEnd({ path, searchParams, page, isFiltered, hint, children }: ListEndProps) {
  const { rows, nextCursor, previousCursor = null } = page;
  const hrefTo = async (cursor: string | null | undefined) =>
    cursor === null ? undefined : hrefWith(path, searchParams, { cursor });
  const isFirst = (await searchParams).cursor === undefined;
  const firstHref = await hrefTo(undefined);
  if (rows.length === 0)
    return (
      <EmptyState
        kind={isFiltered || !isFirst ? "no-match" : "nothing"}
        action={
          !isFirst &&
          firstHref !== undefined && (
            <Link href={firstHref} className={buttonClass("secondary")}>
              {t("action.first")}
            </Link>
          )
        }
      >
        {isFirst ? (isFiltered ? t("empty.no-match.hint") : hint) : t("lists.beyond")}
      </EmptyState>
    );
  return (
    <>
      {children}
      <Pager
        summary={t(nextCursor === null ? "pages.rows.all" : "pages.rows.more", {
          count: rows.length,
        })}
        firstHref={isFirst ? undefined : firstHref}
        previousHref={await hrefTo(previousCursor)}
        nextHref={await hrefTo(nextCursor)}
      />
    </>
  );
}
