import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { PageHead } from "@/components/frame/page-head";
import { buttonClass } from "@/components/ui/controls/button-class";
import { FilterBar } from "@/components/ui/filter/filter-bar";
import type { FilterField } from "@/components/ui/filter/filter-fields";
import { Notice } from "@/components/ui/notice";
import { currentLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { ListEnd } from "./list-end";
import { hrefWith, type SearchParams } from "./search-params";

interface ListPageProps {
  /** The list's address, where its filters live. */
  path: string;
  title: string;
  action?: ReactNode;
  /** What the search looks at, and what was searched for. */
  search: { label: string; value: string | undefined };
  fields: readonly FilterField[];
  /** Names in the address that were left out, as they were not understood. */
  wrong?: readonly string[];
  searchParams: SearchParams;
  page: { rows: readonly unknown[]; nextCursor: string | null; previousCursor: string | null };
  /** How many rows there are, where the list has a file of the same filters to be taken away. */
  count?: { count: number; isMore: boolean };
  isFiltered: boolean;
  children: ReactNode;
}

/** A page that is one list: its title, its filters, its rows, and what comes before and after them. */
export async function ListPage(props: ListPageProps) {
  const { path, title, action, search, fields, wrong = [], searchParams, page } = props;
  const { isFiltered, count, children } = props;
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <PageHead title={title} action={action} />
      <FilterBar
        action={path}
        label={title}
        search={{ name: "q", label: search.label, value: search.value ?? "" }}
        fields={fields}
      />
      {wrong.length > 0 && (
        <Notice tone="amber">
          {t("lists.wrong", { fields: wrong.map((name) => labels.get(name) ?? name) })}
        </Notice>
      )}
      {count && <ListSummary path={path} searchParams={searchParams} count={count} />}
      <ListEnd path={path} searchParams={searchParams} page={page} isFiltered={isFiltered}>
        {children}
      </ListEnd>
    </div>
  );
}

/** How many rows there are, as far as they were counted, and all of them as a file. */
export async function ListSummary({
  path,
  searchParams,
  count: { count, isMore },
}: Pick<ListPageProps, "path" | "searchParams"> & { count: NonNullable<ListPageProps["count"]> }) {
  return (
    <div className="flex items-center justify-between gap-2 text-soft text-sm">
      <span className="tabular-nums">
        {isMore
          ? t("lists.count.more", { count: roundedDown(count).toLocaleString(currentLanguage()) })
          : t("lists.count", { count })}
      </span>
      {/* Not a page of ours: the browser saves what it gets. */}
      <a
        href={await hrefWith(`/api${path}/export`, searchParams, { cursor: undefined })}
        download
        aria-label={t("lists.export.label")}
        className={`${buttonClass("secondary", "small")} min-h-10 px-3 sm:min-h-8 sm:px-2`}
      >
        <Download aria-hidden className="size-4" />
        {t("lists.export")}
      </a>
    </div>
  );
}

/** What was only counted in part is not said to the unit. */
function roundedDown(count: number): number {
  const step = count >= 100 ? 100 : 10;
  return Math.floor(count / step) * step;
}
