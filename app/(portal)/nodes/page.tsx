import type { Metadata } from "next";
import { ListEnd } from "@/app/(portal)/list-end";
import { ListSummary } from "@/app/(portal)/list-page";
import { given, hrefWith, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { NodeStar } from "@/app/client/star";
import { PageHead } from "@/components/frame/page-head";
import { NodeFilterBar } from "@/components/nodes/node-filters";
import { NodeTable } from "@/components/nodes/node-table";
import { ReadingFailures } from "@/components/nodes/reading-failures";
import { Notice } from "@/components/ui/notice";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { nodeFilters, nodeSort } from "@/lib/nodes/lists/list-filters";
import { countNodes, listNodeTable, nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { NODE_SORTS } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.nodes") });

export default async function NodesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { filters, wrong } = nodeFilters(query);
  const sort = nodeSort(query);
  const [facets, page, count] = await pageQuery(
    Promise.all([
      nodeFacets(actor),
      listNodeTable(actor, filters, { sort, ...given({ cursor: query("cursor") }) }),
      countNodes(actor, filters),
    ]),
  );
  const orders = await Promise.all(
    NODE_SORTS.map(async (by) => {
      const word = by === "name" ? undefined : by;
      return [by, await hrefWith("/nodes", searchParams, { sort: word, cursor: undefined })] as const;
    }),
  );
  return (
    <div className="grid gap-4">
      <PageHead title={t("nav.nodes")} />
      <ReadingFailures facets={facets} />
      <NodeFilterBar filters={filters} facets={facets} />
      {wrong.length > 0 && <Notice tone="amber">{t("lists.wrong", { fields: wrong })}</Notice>}
      <ListSummary path="/nodes" searchParams={searchParams} count={count} />
      <ListEnd
        path="/nodes"
        searchParams={searchParams}
        page={page}
        isFiltered={Object.keys(filters).length > 0}
      >
        <NodeTable
          nodes={page.rows}
          sort={sort}
          hrefTo={(by) => new Map(orders).get(by) ?? "/nodes"}
          star={({ id, name, isStarred }) => <NodeStar node={{ id, name, isStarred }} />}
        />
      </ListEnd>
    </div>
  );
}
