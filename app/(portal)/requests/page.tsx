import type { Metadata } from "next";
import Link from "next/link";
import { dayFields, nodeFields, selectField, textField, tickField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { REQUEST_COLUMNS, RequestRow } from "@/components/requests/request-row";
import { buttonClass } from "@/components/ui/controls/button-class";
import { Rows } from "@/components/ui/layout/rows";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { requestFilters } from "@/lib/requests/lists/list-filters";
import { countRequests, listRequests } from "@/lib/requests/lists/list-requests";
import { REQUEST_STATES } from "@/lib/requests/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.requests") });

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { filters, wrong } = requestFilters(query);
  const [page, count, places] = await pageQuery(
    Promise.all([
      listRequests(actor, filters, given({ cursor: query("cursor") })),
      countRequests(actor, filters),
      nodeFacets(actor),
    ]),
  );
  const ask = (
    <Link href="/requests/new" className={buttonClass("primary")}>
      {t("frame.request")}
    </Link>
  );
  const states = REQUEST_STATES.map((state) => ({ value: state, label: t(`request.state.${state}`) }));
  return (
    <ListPage
      path="/requests"
      title={t("nav.requests")}
      action={hasRole(actor, "engineer") ? ask : undefined}
      search={{ label: t("pages.requests.search"), value: query("q") }}
      fields={[
        selectField(query, { name: "state", label: t("lists.field.state"), options: states }),
        textField(query, "person", t("lists.field.person")),
        ...nodeFields(query, places),
        textField(query, "incident", t("lists.field.incident"), true),
        ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }),
        tickField(query, "mine", t("lists.mine")),
      ]}
      wrong={wrong}
      searchParams={searchParams}
      page={page}
      count={count}
      isFiltered={Object.keys(filters).length > 0}
    >
      <Rows
        label={t("nav.requests")}
        columns={REQUEST_COLUMNS}
        heads={[
          t("lists.column.who"),
          t("lists.column.class"),
          t("lists.column.window"),
          t("lists.column.why"),
          t("lists.column.state"),
          t("lists.column.asked"),
        ]}
      >
        {page.rows.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </Rows>
    </ListPage>
  );
}
