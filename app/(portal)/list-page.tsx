import type { ReactNode } from "react";
import { PageHead } from "@/components/frame/page-head";
import { FilterBar, type FilterSelect } from "@/components/ui/filter-bar";
import { ListEnd } from "./list-end";
import type { SearchParams } from "./search-params";

interface ListPageProps {
  /** The list's address, where its filters live. */
  path: string;
  title: string;
  action?: ReactNode;
  /** What the search looks at, and what was searched for. */
  search: { label: string; value: string | undefined };
  selects: readonly FilterSelect[];
  searchParams: SearchParams;
  page: { rows: readonly unknown[]; nextCursor: string | null };
  isFiltered: boolean;
  children: ReactNode;
}

/** A page that is one list: its title, its filters, its rows, and what comes after them. */
export function ListPage(props: ListPageProps) {
  const { path, title, action, search, selects, searchParams, page, isFiltered, children } = props;
  return (
    <div className="grid gap-4">
      <PageHead title={title} action={action} />
      <FilterBar
        action={path}
        label={title}
        search={{ name: "q", label: search.label, value: search.value ?? "", placeholder: search.label }}
        selects={selects}
        isFiltered={isFiltered}
      />
      <ListEnd path={path} searchParams={searchParams} page={page} isFiltered={isFiltered}>
        {children}
      </ListEnd>
    </div>
  );
}
