import type { Metadata } from "next";
import { LiveTerminal } from "@/components/sessions/live-terminal";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { config } from "@/lib/kernel/config";
import { readSession } from "@/lib/sessions/read-session";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("pages.terminal") });

/** The terminal is the whole page. Opening it opens the shell: the gateway decides whether it may. */
export default async function TerminalPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const { id } = await params;
  const session = await pageQuery(readSession(actor, id));
  const gateway = config().GATEWAY_ORIGIN.replace(/^http/, "ws");
  return (
    <LiveTerminal
      address={`${gateway}/gateway/sessions/${session.id}/terminal`}
      node={session.node}
      windowEndsAt={session.windowEndsAt}
      requestHref={session.requestId === null ? undefined : `/requests/${session.requestId}`}
      replayHref={`/sessions/${session.id}`}
      signInHref={`/sign-in?callbackUrl=${encodeURIComponent(`/sessions/${session.id}/terminal`)}`}
    />
  );
}
