import type { Metadata } from "next";
import {
  choiceField,
  dayFields,
  nodeFields,
  sortHeads,
  suggestField,
  textField,
  toggleField,
} from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { RequestTable } from "@/components/requests/request-table";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { countInboxByKind } from "@/lib/inbox/list-inbox";
import { hasRole } from "@/lib/kernel/actor";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { listViews } from "@/lib/overview/saved-views/list-views";
import { namesBehind } from "@/lib/overview/search/suggest-names";
import { seesAll } from "@/lib/people/visibility";
import { requestFilters, requestSort } from "@/lib/requests/lists/list-filters";
import { countRequests, listRequests } from "@/lib/requests/lists/list-requests";
import { REQUEST_SORTS, REQUEST_STATES } from "@/lib/requests/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.requests") });

const PATH = "/requests";

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const { filters, wrong } = requestFilters(query);
  const { sort, wrong: wrongSort } = requestSort(query);
  const isFiltered = Object.keys(filters).length > 0;
  const [views, page, count, total, places, names, waiting] = await pageQuery(
    Promise.all([
      listViews(actor, "requests", address),
      listRequests(actor, filters, { sort, ...given({ cursor: query("cursor") }) }),
      countRequests(actor, filters),
      isFiltered ? countRequests(actor) : undefined,
      nodeFacets(actor),
      namesBehind(actor, { person: query("person"), node: query("node") }),
      countInboxByKind(actor),
    ]),
  );
  const states = REQUEST_STATES.map((state) => ({ value: state, label: t(`request.state.${state}`) }));
  const isOfAll = seesAll(actor, "requests");
  const needsMe = { name: "needs", on: "me", label: t("lists.needsMe"), count: waiting.decision };
  const canAsk = hasRole(actor, "engineer");
  return (
    <ListPage
      path={PATH}
      address={address}
      title={t("nav.requests")}
      search={t("lists.requests.search")}
      fields={[
        ...(hasRole(actor, "approver") ? [toggleField(query, needsMe)] : []),
        ...(isOfAll && canAsk ? [toggleField(query, { name: "mine", label: t("lists.mine") })] : []),
        choiceField(query, { name: "state", label: t("lists.field.state"), options: states }),
        ...(isOfAll
          ? [
              suggestField(query, {
                ...{ name: "person", label: t("lists.field.person"), of: "person", text: names.person },
              }),
            ]
          : []),
        ...nodeFields(query, places, names.node),
        textField(query, "incident", t("lists.field.incident")),
        ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }, new Date()),
      ]}
      wrong={[...wrong, ...wrongSort]}
      page={page}
      count={count}
      {...(total ? { total } : {})}
      isFiltered={isFiltered}
      views={views}
      empty={{
        things: t("lists.things.requests"),
        title: t("lists.none.requests"),
        hint: canAsk ? t("lists.none.requests.hint") : t("lists.none.requests.seen"),
        ...(canAsk ? { action: { href: "/requests/new", label: t("frame.request") } } : {}),
      }}
    >
      <RequestTable
        requests={page.rows}
        viewerId={actor.id}
        sorts={sortHeads({ path: PATH, address, columns: REQUEST_SORTS }, sort, "-requested")}
      />
    </ListPage>
  );
}
