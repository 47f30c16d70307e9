import type { Metadata } from "next";
import { NodeView } from "@/components/nodes/node-view";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { readNode } from "@/lib/nodes/read-node";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("pages.node") });

export default async function NodePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const node = await pageQuery(readNode(actor, (await params).id));
  return <NodeView node={node} />;
}
