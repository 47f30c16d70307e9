import type { Metadata } from "next";
import { Grant } from "@/app/client/grant";
import { DecisionFacts } from "@/components/requests/decision-facts";
import { RequestHead } from "@/components/requests/request-head";
import { readGrant } from "@/lib/grants/read-grant";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { readRequest } from "@/lib/requests/reading/read-request";
import { previewPolicy } from "@/lib/sessions/preview/preview-policy";
import { t } from "@/messages/translate";
import { Decision } from "./decision";

export const generateMetadata = (): Metadata => ({ title: t("pages.request") });

/** A request with all that a decision needs, the person's own words first. */
export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const requestId = (await params).id;
  const [request, policies] = await pageQuery(
    Promise.all([readRequest(actor, requestId), previewPolicy(actor, { requestId })]),
  );
  const grant = request.grant === null ? null : await pageQuery(readGrant(actor, request.grant.id));
  return (
    <div className="grid gap-6">
      {grant && <Grant grant={grant} viewerId={actor.id} />}
      <article className="grid max-w-3xl gap-5">
        <RequestHead request={request} />
        <DecisionFacts request={request} policies={policies} />
        <Decision request={request} viewerId={actor.id} shortestSeconds={config().WINDOW_MIN_SECONDS} />
      </article>
    </div>
  );
}
