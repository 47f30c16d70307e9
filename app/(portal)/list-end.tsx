import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { t } from "@/messages/translate";
import { hrefWith, type SearchParams } from "./search-params";

interface ListEndProps {
  path: string;
  searchParams: SearchParams;
  page: { rows: readonly unknown[]; nextCursor: string | null };
  isFiltered: boolean;
  /** Why there is nothing yet. */
  hint?: string;
  children: ReactNode;
}

/** A list with what comes after it, or why it is empty. */
export async function ListEnd({ path, searchParams, page, isFiltered, hint, children }: ListEndProps) {
  if (page.rows.length === 0)
    return (
      <EmptyState kind={isFiltered ? "no-match" : "nothing"}>
        {isFiltered ? t("empty.no-match.hint") : hint}
      </EmptyState>
    );
  const isFirst = (await searchParams).cursor === undefined;
  return (
    <>
      {children}
      <Pager
        summary={t(page.nextCursor === null ? "pages.rows.all" : "pages.rows.more", {
          count: page.rows.length,
        })}
        firstHref={isFirst ? undefined : await hrefWith(path, searchParams, { cursor: undefined })}
        nextHref={
          page.nextCursor === null
            ? undefined
            : await hrefWith(path, searchParams, { cursor: page.nextCursor })
        }
      />
    </>
  );
}
