import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { SavedViewsMenu } from "@/app/client/saved-views";
import { SuggestFilter } from "@/app/client/suggest";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { buttonClass } from "@/components/ui/controls/button-class";
import { cx } from "@/components/ui/cx";
import { FilterBar } from "@/components/ui/filter/filter-bar";
import { type FilterField, hrefOf, type ListAddress, othersOf } from "@/components/ui/filter/filter-fields";
import { Notice } from "@/components/ui/notice";
import { type SavedViews, VIEW_PARAM } from "@/lib/overview/saved-views/views";
import { currentLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { type EmptyList, ListEnd } from "./list-end";

interface Count {
  count: number;
  isMore: boolean;
}

interface ListPageProps {
  /** The list's path, and the query of its address, where its filters live. */
  path: string;
  address: ListAddress;
  title: string;
  /** What stands in the search while it is empty; without it there is none. */
  search?: string;
  fields: readonly FilterField[];
  /** Names in the address that were left out, as they were not understood. */
  wrong?: readonly string[];
  page: { rows: readonly unknown[]; nextCursor: string | null; previousCursor?: string | null };
  /** How many rows there are, where the list has a file of the same filters to be taken away. */
  count?: Count;
  /** How many there are without filters. */
  total?: Count;
  isFiltered: boolean;
  /** What the viewer saved of this list. */
  views?: SavedViews;
  empty: EmptyList;
  /** Whether something in `before` waits for the reader too. */
  isBelowOthers?: boolean;
  /** At the end of the line of filters: another way to find what the list is of. */
  beside?: ReactNode;
  /** What stands before the rows and is none of them. */
  before?: ReactNode;
  children: ReactNode;
}

/** A page that is one list: its title, its filters in one line, its rows, and what comes before and after them. */
export function ListPage(props: ListPageProps) {
  const {
    path,
    address,
    title,
    search,
    fields,
    wrong = [],
    page,
    count,
    total,
    isFiltered,
    views,
    empty,
  } = props;
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  labels.set("sort", t("lists.field.sort"));
  return (
    <div className="-mt-4 grid grid-cols-[minmax(0,1fr)] rail:-mt-6">
      <PageHead title={title} />
      <FilterBar
        path={path}
        label={title}
        address={address}
        {...(search === undefined ? {} : { search: { label: search, value: address.q ?? "" } })}
        fields={fields}
        suggest={({ name, label, of, isExact = false }) => (
          <SuggestFilter
            kind={of}
            action={path}
            name={name}
            label={label}
            isExact={isExact}
            address={address}
            others={othersOf(address, name)}
          />
        )}
        views={
          views && (
            <PartMessages part="lists">
              <SavedViewsMenu path={path} label={title} address={address} saved={views} />
            </PartMessages>
          )
        }
        end={
          count && (
            <>
              {props.beside}
              <ListSummary path={path} address={address} count={count} {...(total ? { total } : {})} />
            </>
          )
        }
      />
      {wrong.length > 0 && (
        <Notice tone="amber">
          {t("lists.wrong", { fields: wrong.map((name) => labels.get(name) ?? name) })}
        </Notice>
      )}
      {props.before}
      <ListEnd {...{ path, address, page, isFiltered, empty }} isBelowOthers={props.isBelowOthers ?? false}>
        {props.children}
      </ListEnd>
    </div>
  );
}

/** How many rows there are, as far as they were counted, and all of them as a file. */
function ListSummary({
  path,
  address,
  count,
  total,
}: Pick<ListPageProps, "path" | "address" | "total"> & { count: Count }) {
  const { order: _order, sort: _sort, [VIEW_PARAM]: _view, ...filters } = address;
  return (
    <>
      <span className="whitespace-nowrap px-1 text-faint text-sm tabular-nums">
        {total && total.count !== count.count
          ? t("lists.count.of", { count: countText(count), total: countText(total) })
          : countText(count)}
        <span className="sr-only"> {t("lists.count.rows")}</span>
      </span>
      {/* Not a page of ours: the browser saves what it gets. */}
      <a
        href={hrefOf(`/api${path}/export`, filters, {})}
        download
        aria-label={t("lists.export.label")}
        className={cx(buttonClass("quiet"), "max-rail:hidden")}
      >
        <Download aria-hidden className="size-3.5" />
        {t("lists.export")}
      </a>
    </>
  );
}

/** What was only counted in part is not said to the unit. */
function countText({ count, isMore }: Count): string {
  if (!isMore) return count.toLocaleString(currentLanguage());
  const step = count >= 100 ? 100 : 10;
  const rounded = Math.floor(count / step) * step;
  return t("lists.count.more", { count: rounded.toLocaleString(currentLanguage()) });
}
