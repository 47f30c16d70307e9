import type { Metadata } from "next";
import { ListEnd } from "@/app/(portal)/list-end";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { NodeStar } from "@/app/client/star";
import { PageHead } from "@/components/frame/page-head";
import { NodeFilterBar } from "@/components/nodes/node-filters";
import { NodeList } from "@/components/nodes/node-list";
import { Notice } from "@/components/ui/notice";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { listNodes, nodeFacets } from "@/lib/nodes/list-nodes";
import { NODE_STATES, type NodeFilters, PROTECTIONS } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.nodes") });

export default async function NodesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const filters = given<NodeFilters>({
    search: query("q"),
    isStarred: query("starred") === "1" ? true : undefined,
    accountId: query("account"),
    region: query("region"),
    protection: oneOf(PROTECTIONS, query("protection")),
    state: oneOf(NODE_STATES, query("state")),
  });
  const facets = await pageQuery(nodeFacets(actor));
  const page = await pageQuery(listNodes(actor, filters, given({ cursor: query("cursor") })));
  return (
    <div className="grid gap-4">
      <PageHead title={t("nav.nodes")} />
      {facets.accounts
        .filter(({ failure }) => failure !== null)
        .map(({ id, name, failure }) => (
          <Notice key={id} tone="amber">
            {t("node.list.failure", { account: name, reason: failure ?? "" })}
          </Notice>
        ))}
      <NodeFilterBar filters={filters} facets={facets} />
      <ListEnd
        path="/nodes"
        searchParams={searchParams}
        page={page}
        isFiltered={Object.keys(filters).length > 0}
      >
        <NodeList nodes={page.rows} star={(node) => <NodeStar key={node.id} node={node} />} />
      </ListEnd>
    </div>
  );
}
