import type { Metadata } from "next";
import { readAll, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { offerRequest } from "@/lib/grants/requesting/offer-request";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { listNodes } from "@/lib/nodes/lists/list-nodes";
import { selectorFromQuery } from "@/lib/nodes/selector";
import { MOST_NODES } from "@/lib/requests/rules";
import { t } from "@/messages/translate";
import type { Asking } from "./address";
import { Ask } from "./ask";

export const generateMetadata = (): Metadata => ({ title: t("pages.request.new") });

const SHOWN = 20;

export default async function NewRequestPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const asking = await readAsking(searchParams);
  const search = (await readQuery(searchParams))("find") ?? "";
  const offer = await pageQuery(offerRequest(actor, asking));
  const isByTags = "selector" in asking;
  const starred = isByTags
    ? []
    : (await listNodes(actor, { search, isStarred: true }, { limit: SHOWN })).rows;
  const others = isByTags
    ? { rows: [], nextCursor: null }
    : await listNodes(actor, { search }, { limit: SHOWN });
  const found = [...starred, ...others.rows.filter((row) => !row.isStarred)].filter(
    ({ state }) => state !== "missing",
  );
  return (
    <>
      <PageHead title={t("pages.request.new")} lead={t("pages.request.new.lead")} />
      <PartMessages part="form">
        <Ask
          offer={offer}
          asking={asking}
          found={{ found: found.slice(0, SHOWN), hasMore: others.nextCursor !== null, search }}
          personId={actor.id}
        />
      </PartMessages>
    </>
  );
}

/** Where, as the address says it: hostile, and judged by the use case. */
async function readAsking(searchParams: SearchParams): Promise<Asking> {
  const query = await readQuery(searchParams);
  const all = await readAll(searchParams);
  if (query("by") !== "tags") return { nodeIds: [...new Set(all("node"))].slice(0, MOST_NODES) };
  const most = Number(query("most") ?? "1");
  return {
    selector: selectorFromQuery({ account: query("account"), region: query("region"), tags: all("tag") }),
    mostNodes: Number.isInteger(most) ? Math.min(Math.max(most, 1), MOST_NODES) : 1,
  };
}
