import type { Metadata } from "next";
import { readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { NodeStar } from "@/app/client/star";
import { NodeView } from "@/components/nodes/node-view";
import { WhoCan } from "@/components/nodes/who-can";
import { offerRequest } from "@/lib/grants/requesting/offer-request";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { readNode } from "@/lib/nodes/read-node";
import { mayAskWhoCan } from "@/lib/overview/who-can/rules";
import { whoCan } from "@/lib/overview/who-can/who-can";
import { t } from "@/messages/translate";
import { NodeAccess } from "./access";

export const generateMetadata = (): Metadata => ({ title: t("pages.node") });

export default async function NodePage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}) {
  const actor = await pageActor();
  const nodeId = (await params).id;
  const query = await readQuery(searchParams);
  const time = query("at");
  const mayKnowWho = mayAskWhoCan(actor).ok;
  const isAsked = mayKnowWho && query("who") !== undefined;
  const [node, offer, who] = await pageQuery(
    Promise.all([
      readNode(actor, nodeId),
      hasRole(actor, "engineer") ? offerRequest(actor, { nodeIds: [nodeId] }) : null,
      isAsked ? whoCan(actor, { nodeId, time }) : null,
    ]),
  );
  const running = offer?.running;
  return (
    <NodeView
      node={node}
      star={<NodeStar node={node} />}
      who={mayKnowWho && <WhoCan nodeId={nodeId} time={time ?? ""} answer={who} />}
      access={running && <NodeAccess grant={running} startWithinSeconds={offer.startWithinSeconds} />}
    />
  );
}
