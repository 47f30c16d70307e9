import type { Metadata } from "next";
import { ListEnd } from "@/app/(portal)/list-end";
import { ListSummary } from "@/app/(portal)/list-page";
import { given, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { NodeStar } from "@/app/client/star";
import { PageHead } from "@/components/frame/page-head";
import { NodeFilterBar } from "@/components/nodes/node-filters";
import { NodeList } from "@/components/nodes/node-list";
import { ReadingFailures } from "@/components/nodes/reading-failures";
import { Notice } from "@/components/ui/notice";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { nodeFilters } from "@/lib/nodes/lists/list-filters";
import { countNodes, listNodes, nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.nodes") });

export default async function NodesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { filters, wrong } = nodeFilters(query);
  const [facets, page, count] = await pageQuery(
    Promise.all([
      nodeFacets(actor),
      listNodes(actor, filters, given({ cursor: query("cursor") })),
      countNodes(actor, filters),
    ]),
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
        <NodeList
          nodes={page.rows}
          star={({ id, name, isStarred }) => <NodeStar node={{ id, name, isStarred }} />}
        />
      </ListEnd>
    </div>
  );
}
