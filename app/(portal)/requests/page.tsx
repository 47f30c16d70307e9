import type { Metadata } from "next";
import Link from "next/link";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { RequestRow } from "@/components/requests/request-row";
import { buttonClass } from "@/components/ui/button-class";
import { Rows } from "@/components/ui/rows";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { listRequests } from "@/lib/requests/list-requests";
import { REQUEST_STATES, type RequestFilters } from "@/lib/requests/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.requests") });

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const filters = given<RequestFilters>({ search: query("q"), state: oneOf(REQUEST_STATES, query("state")) });
  const page = await pageQuery(listRequests(actor, filters, given({ cursor: query("cursor") })));
  const ask = (
    <Link href="/requests/new" className={buttonClass("primary")}>
      {t("home.ask")}
    </Link>
  );
  return (
    <ListPage
      path="/requests"
      title={t("nav.requests")}
      action={hasRole(actor, "engineer") ? ask : undefined}
      search={{ label: t("pages.requests.search"), value: filters.search }}
      selects={[
        {
          name: "state",
          label: t("node.filter.state"),
          value: filters.state ?? "",
          options: [
            { value: "", label: t("node.filter.any") },
            ...REQUEST_STATES.map((state) => ({ value: state, label: t(`request.state.${state}`) })),
          ],
        },
      ]}
      searchParams={searchParams}
      page={page}
      isFiltered={Object.keys(filters).length > 0}
    >
      <Rows label={t("nav.requests")}>
        {page.rows.map((request) => (
          <RequestRow key={request.id} request={request} />
        ))}
      </Rows>
    </ListPage>
  );
}
