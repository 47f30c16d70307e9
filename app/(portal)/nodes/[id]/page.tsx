import type { Metadata } from "next";
import { NodeStar } from "@/app/client/star";
import { NodeView } from "@/components/nodes/node-view";
import { offerRequest } from "@/lib/grants/requesting/offer-request";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { readNode } from "@/lib/nodes/read-node";
import { t } from "@/messages/translate";
import { NodeAccess } from "./access";

export const generateMetadata = (): Metadata => ({ title: t("pages.node") });

export default async function NodePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const nodeId = (await params).id;
  const [node, offer] = await pageQuery(
    Promise.all([
      readNode(actor, nodeId),
      hasRole(actor, "engineer") ? offerRequest(actor, { nodeIds: [nodeId] }) : null,
    ]),
  );
  const running = offer?.running;
  return (
    <NodeView
      node={node}
      star={<NodeStar node={node} />}
      access={running && <NodeAccess grant={running} startWithinSeconds={offer.startWithinSeconds} />}
    />
  );
}
