import type { Metadata } from "next";
import { readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { againFailure } from "@/app/again-failure";
import { PartMessages } from "@/app/part-messages";
import { OverBox } from "@/components/requests/box/over-box";
import { RequestView } from "@/components/requests/page/request-view";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { offerGlass } from "@/lib/grants/glass/offer-glass";
import { readGrant } from "@/lib/grants/read-grant";
import { isOver, requestStage } from "@/lib/grants/request-stage-rules";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { readRequest } from "@/lib/requests/reading/read-request";
import { previewPolicy } from "@/lib/sessions/preview/preview-policy";
import { t } from "@/messages/translate";
import { RequestAction } from "./action";

export const generateMetadata = (): Metadata => ({ title: t("pages.request") });

/** A request: its state, the one thing to do about it now, and what happened. */
export default async function RequestPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}) {
  const actor = await pageActor();
  const requestId = (await params).id;
  const query = await readQuery(searchParams);
  const again = query("again");
  const [request, policies, deliveries] = await pageQuery(
    Promise.all([
      readRequest(actor, requestId),
      previewPolicy(actor, { requestId }),
      listDeliveries(actor, requestId),
    ]),
  );
  const grant = request.grant === null ? null : await pageQuery(readGrant(actor, request.grant.id));
  const stage = requestStage(request.state, grant);
  const [node] = request.nodes;
  const mayBreak = stage === "waiting" && request.kind === "regular" && request.requesterId === actor.id;
  const isOfOne = request.selector === null && request.nodes.length === 1;
  const glassOffer = mayBreak && isOfOne && node ? await pageQuery(offerGlass(actor, node.id)) : null;
  const box = (
    <RequestAction
      request={request}
      grant={grant}
      viewerId={actor.id}
      glassOffer={glassOffer}
      isApproving={query("decide") === "approve" || again === "done"}
      gateway={config().GATEWAY_ORIGIN}
      back={again === undefined ? undefined : { failure: againFailure(again) }}
      shortestSeconds={config().WINDOW_MIN_SECONDS}
      over={
        isOver(stage) && (
          <OverBox request={request} grant={grant} stage={stage} isMine={request.requesterId === actor.id} />
        )
      }
    />
  );
  return (
    <RequestView
      request={request}
      grant={grant}
      policies={policies}
      deliveries={deliveries}
      action={
        <PartMessages part="request">
          {request.glass !== null ? <PartMessages part="glass">{box}</PartMessages> : box}
        </PartMessages>
      }
    />
  );
}
