import type { Metadata } from "next";
import { readGrant } from "@/lib/grants/read-grant";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { config } from "@/lib/kernel/config";
import { readRequest } from "@/lib/requests/read-request";
import { previewPolicy } from "@/lib/sessions/preview-policy";
import { t } from "@/messages/translate";
import { Decision } from "./decision";

export const generateMetadata = (): Metadata => ({ title: t("pages.request") });

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const requestId = (await params).id;
  const request = await pageQuery(readRequest(actor, requestId));
  const grant = request.grant === null ? null : await pageQuery(readGrant(actor, request.grant.id));
  return (
    <Decision
      request={request}
      grant={grant}
      policies={await pageQuery(previewPolicy(actor, { requestId }))}
      viewerId={actor.id}
      shortestSeconds={config().WINDOW_MIN_SECONDS}
    />
  );
}
