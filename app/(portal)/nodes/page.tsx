import type { Metadata } from "next";
import { choiceField, classField, placeFields, sortHeads, toggleField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { NodeStar } from "@/app/client/star";
import { NodeSelection } from "@/components/nodes/node-selection";
import { NodeTable } from "@/components/nodes/node-table";
import { ReadingFailures } from "@/components/nodes/reading-failures";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { nodeFilters, nodeSort } from "@/lib/nodes/lists/list-filters";
import { countNodes, listNodeTable, nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { NODE_SORTS, NODE_STATES } from "@/lib/nodes/views";
import { listViews } from "@/lib/overview/saved-views/list-views";
import { canSee } from "@/lib/people/visibility";
import { MOST_NODES } from "@/lib/requests/rules";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.nodes") });

const PATH = "/nodes";

export default async function NodesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const { filters, wrong } = nodeFilters(query);
  const { sort, wrong: wrongSort } = nodeSort(query);
  const isFiltered = Object.keys(filters).length > 0;
  const [views, facets, page, count, total] = await pageQuery(
    Promise.all([
      listViews(actor, "nodes", address),
      nodeFacets(actor),
      listNodeTable(actor, filters, { sort, ...given({ cursor: query("cursor") }) }),
      countNodes(actor, filters),
      isFiltered ? countNodes(actor) : undefined,
    ]),
  );
  const [account, region] = placeFields(query, facets);
  const states = NODE_STATES.map((one) => ({ value: one, label: t(`node.state.${one}`) }));
  const canAsk = hasRole(actor, "engineer");
  const table = (
    <NodeTable
      nodes={page.rows}
      sorts={sortHeads({ path: PATH, address, columns: NODE_SORTS }, sort, "name")}
      isChoosing={canAsk}
      star={({ id, name, isStarred }) => <NodeStar node={{ id, name, isStarred }} />}
    />
  );
  return (
    <>
      <ReadingFailures facets={facets} />
      <ListPage
        path={PATH}
        address={address}
        title={t("nav.nodes")}
        search={t("node.list.search")}
        fields={[
          toggleField(query, { name: "starred", label: t("node.filter.starred") }),
          classField(query),
          choiceField(query, { name: "state", label: t("node.agent"), options: states }),
          ...(account ? [account] : []),
          ...(region ? [region] : []),
        ]}
        wrong={[...wrong, ...wrongSort]}
        page={page}
        count={count}
        {...(total ? { total } : {})}
        isFiltered={isFiltered}
        views={views}
        empty={{
          things: t("lists.things.nodes"),
          title: t("lists.none.nodes"),
          hint: t("lists.none.nodes.hint"),
          ...(canSee(actor, "settings") ? { action: { href: "/settings", label: t("nav.settings") } } : {}),
        }}
      >
        {canAsk ? (
          <NodeSelection action="/requests/new" most={MOST_NODES}>
            {table}
          </NodeSelection>
        ) : (
          table
        )}
      </ListPage>
    </>
  );
}
