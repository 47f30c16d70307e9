import type { Metadata } from "next";
import { readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { Told } from "@/app/(terminal)/told";
import { againFailure } from "@/app/again-failure";
import { SessionMessages } from "@/app/session-messages";
import type { DeskChoice, DeskTab } from "@/components/desk/desk-tabs";
import { ForeignTerminal } from "@/components/desk/foreign-terminal";
import { readGrant } from "@/lib/grants/read-grant";
import type { GrantDetail } from "@/lib/grants/views";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { readNotices } from "@/lib/overview/notices/read-notices";
import { readSession } from "@/lib/sessions/read-session";
import type { SessionDetail } from "@/lib/sessions/views";
import { errorSentence, t } from "@/messages/translate";
import { Desk } from "./desk";

export const generateMetadata = (): Metadata => ({ title: t("pages.terminal") });

/**
 * The terminals of one access; this session's is in front. Opening the page opens the shell: the gateway decides
 * whether it may.
 */
export default async function TerminalPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { id } = await params;
  const session = await pageQuery(readSession(actor, id));
  if (!session.isMine) return <ForeignTerminal session={session} />;
  const grant = session.grantId === null ? undefined : await pageQuery(readGrant(actor, session.grantId));
  const notices = await pageQuery(readNotices(actor));
  const gateway = config().GATEWAY_ORIGIN.replace(/^http/, "ws");
  const requestHref = session.requestId === null ? undefined : `/requests/${session.requestId}`;
  const nodes = new Map(grant?.matches.map(({ node }) => [node.id, node]));
  const tabs: DeskTab[] = (grant?.openSessions ?? []).toReversed().flatMap(({ id: sessionId, nodeId }) => {
    const node = nodes.get(nodeId);
    return node
      ? [
          {
            sessionId,
            node,
            windowEndsAt: grant?.endsAt ?? null,
            windowSeconds: grant?.windowSeconds ?? null,
          },
        ]
      : [];
  });
  const own = {
    ...{ sessionId: session.id, node: session.node, windowEndsAt: session.windowEndsAt },
    windowSeconds: grant?.windowSeconds ?? null,
  };
  return (
    <SessionMessages>
      <Told liveAddress={`${gateway}/gateway/live`} notices={notices} requestHref={requestHref}>
        <Desk
          key={session.id}
          gateway={gateway}
          grantId={session.grantId}
          tabs={tabs.some(({ sessionId }) => sessionId === session.id) ? tabs : [...tabs, own]}
          shownId={session.id}
          choices={grant ? choicesOf(grant, session) : []}
          requestHref={requestHref}
          keepsInput={session.keptInput !== null}
          problem={againFailure(query("again"))}
          isBreakGlass={session.isBreakGlass}
          intro={query("continued") !== undefined ? t("terminal.continued") : undefined}
          access={
            grant?.isRunning
              ? {
                  ...{ justification: grant.justification, windowSeconds: grant.windowSeconds },
                  extension: grant.extension,
                  refusal:
                    grant.extension || grant.extend.allowed
                      ? undefined
                      : errorSentence(grant.extend.code, grant.extend.params),
                }
              : null
          }
        />
      </Told>
    </SessionMessages>
  );
}

/** Where the access could open another terminal; once it is over, nowhere. */
function choicesOf(grant: GrantDetail, session: SessionDetail): DeskChoice[] {
  if (!grant.isRunning) return [];
  return grant.matches
    .filter(({ node }) => node.id !== session.node.id)
    .map(({ node, sessionId, start }) => ({
      node,
      sessionId,
      refusal:
        start.allowed || sessionId !== null ? undefined : { code: start.code, params: start.params ?? {} },
    }));
}
