import type { Metadata } from "next";
import { readAll, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PartMessages } from "@/app/part-messages";
import { BarTitle } from "@/components/frame/page-head";
import { FormAside } from "@/components/requests/form/form-aside";
import { StoryPage } from "@/components/ui/layout/story";
import { offerRequest } from "@/lib/grants/requesting/offer-request";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import type { PersonActor } from "@/lib/kernel/actor";
import { listNodes } from "@/lib/nodes/lists/list-nodes";
import { selectorFromQuery } from "@/lib/nodes/selector";
import { listRequests } from "@/lib/requests/lists/list-requests";
import { readAgain } from "@/lib/requests/reading/read-again";
import { MOST_NODES } from "@/lib/requests/rules";
import type { RequestRow, RequestTemplate } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import type { Asking, Place } from "./address";
import { Ask } from "./ask";

export const generateMetadata = (): Metadata => ({ title: t("pages.request.new") });

const SHOWN = 20;

export default async function NewRequestPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const again = query("again");
  const template = again === undefined ? undefined : await pageQuery(readAgain(actor, again));
  const asking = await readAsking(searchParams, template);
  const search = query("find") ?? "";
  const [offer, found, templates] = await pageQuery(
    Promise.all([
      offerRequest(actor, asking),
      "selector" in asking ? NOTHING : findChoices(actor, search),
      findTemplates(actor),
    ]),
  );
  return (
    <>
      <BarTitle parent={{ href: "/requests", label: t("nav.requests") }}>
        <h1 className="truncate font-semibold">{t("pages.request.new")}</h1>
      </BarTitle>
      <StoryPage facts={<FormAside offer={offer} templates={templates} />}>
        <PartMessages part="form">
          <Ask
            offer={offer}
            asking={asking}
            found={{ ...found, search }}
            template={template}
            personId={actor.id}
          />
        </PartMessages>
      </StoryPage>
    </>
  );
}

const NOTHING = { found: [], hasMore: false };

/** Nodes to choose from: what was starred first, then what begins with what is looked for: Enter takes the first. */
async function findChoices(actor: PersonActor, search: string) {
  const [starred, others] = await Promise.all([
    listNodes(actor, { search, isStarred: true }, { limit: SHOWN }),
    listNodes(actor, { search }, { limit: SHOWN }),
  ]);
  const begins = ({ name }: { name: string }) => name.toLowerCase().startsWith(search.toLowerCase());
  const unstarred = others.rows.filter((row) => !row.isStarred);
  const found = [
    ...starred.rows,
    ...unstarred.filter(begins),
    ...unstarred.filter((row) => !begins(row)),
  ].filter(({ state }) => state !== "missing");
  return { found: found.slice(0, SHOWN), hasMore: others.nextCursor !== null };
}

const MOST_TEMPLATES = 3;

/** The viewer's own last requests, each place and reason once. */
async function findTemplates(actor: PersonActor): Promise<RequestRow[]> {
  const { rows } = await listRequests(actor, { mine: true }, { limit: 10 });
  const seen = new Set<string>();
  return rows
    .filter(({ nodes, justification }) => {
      const key = JSON.stringify([nodes.map(({ id }) => id), justification]);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MOST_TEMPLATES);
}

/** Where, as the address says it: hostile, and judged by the use case. Where it says nothing, as it was before. */
async function readAsking(
  searchParams: SearchParams,
  template: RequestTemplate | undefined,
): Promise<Asking> {
  const query = await readQuery(searchParams);
  const osUser = query("user") ?? template?.osUser ?? undefined;
  return { ...(await readPlace(searchParams, template)), osUser };
}

async function readPlace(searchParams: SearchParams, template: RequestTemplate | undefined): Promise<Place> {
  const query = await readQuery(searchParams);
  const all = await readAll(searchParams);
  const by = query("by");
  const nodeIds = [...new Set(all("node"))].slice(0, MOST_NODES);
  if (template && by === undefined && nodeIds.length === 0)
    return template.selector
      ? { selector: template.selector, mostNodes: template.mostNodes ?? 1 }
      : { nodeIds: template.nodeIds };
  if (by !== "tags") return { nodeIds };
  const most = Number(query("most") ?? "1");
  return {
    selector: selectorFromQuery({ account: query("account"), region: query("region"), tags: all("tag") }),
    mostNodes: Number.isInteger(most) ? Math.min(Math.max(most, 1), MOST_NODES) : 1,
  };
}
