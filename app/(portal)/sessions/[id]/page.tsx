import type { Metadata } from "next";
import Link from "next/link";
import { SessionMessages } from "@/app/session-messages";
import { SESSION_LOOK } from "@/components/badges/session";
import { BarTitle } from "@/components/frame/page-head";
import { Trail } from "@/components/recordings/evidence";
import { Replay } from "@/components/recordings/replay";
import { SessionFacts } from "@/components/recordings/session-facts";
import { SessionHead } from "@/components/sessions/session-head";
import { buttonClass } from "@/components/ui/controls/button-class";
import { Id } from "@/components/ui/id";
import { Section } from "@/components/ui/layout/section";
import { StateBadge } from "@/components/ui/state-badge";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { readParticipants } from "@/lib/presence/read-participants";
import { mayWatch } from "@/lib/presence/watch-rules";
import { readReviewOfSession } from "@/lib/reviews/read-review";
import { readSession } from "@/lib/sessions/read-session";
import { isOver } from "@/lib/sessions/rules";
import { readTrail } from "@/lib/trail/read-trail";
import { t } from "@/messages/translate";
import { AgentLogTab } from "./agent-log-tab";
import { EndSession } from "./end-session";
import { FailedSession } from "./failed-session";
import { Live } from "./live";
import { Review } from "./review";

export const generateMetadata = (): Metadata => ({ title: t("pages.session") });

interface SessionPageProps {
  params: Promise<{ id: string }>;
  /** `live`: the screen as it is now, in the player's place. */
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One session: what was seen, what stands on record of it, and the review that closes it. */
export default async function SessionPage({ params, searchParams }: SessionPageProps) {
  const actor = await pageActor();
  const { id } = await params;
  const [session, review, trail] = await pageQuery(
    Promise.all([readSession(actor, id), readReviewOfSession(actor, id), readTrail(actor, id)]),
  );
  const gateway = `${config().GATEWAY_ORIGIN}/gateway/sessions/${session.id}`;
  const canWatch = !session.isMine && mayWatch(actor, session).ok;
  const isLive = canWatch && "live" in (await searchParams);
  const participants = isOver(session.state) ? [] : await pageQuery(readParticipants(actor, session.id));
  const { connect } = session.actions;
  return (
    <div className="grid gap-6">
      <BarTitle parent={{ href: "/sessions", label: t("nav.sessions") }}>
        <span className="hidden text-soft text-xs sm:inline">
          <Id id={session.id} />
        </span>
        <StateBadge look={SESSION_LOOK[session.state]} />
      </BarTitle>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <SessionHead session={session} />
        <div className="flex flex-wrap gap-2 empty:hidden">
          {session.actions.end.allowed && <EndSession sessionId={session.id} isMine={session.isMine} />}
          {canWatch && !isLive && (
            <Link href={`/sessions/${session.id}?live`} className={buttonClass("primary")}>
              {t("watch.start")}
            </Link>
          )}
          {connect.allowed && (
            <Link href={`/sessions/${session.id}/terminal`} className={buttonClass("primary")}>
              {t("pages.session.terminal")}
            </Link>
          )}
        </div>
      </div>
      <SessionMessages>
        {session.failure && (
          <FailedSession
            failure={session.failure}
            grantId={session.isMine ? session.grantId : null}
            nodeId={session.node.id}
            requestHref={session.requestId === null ? undefined : `/requests/${session.requestId}`}
          />
        )}
        <Replay
          address={session.recording === null ? undefined : `${gateway}/recording`}
          nodeName={session.node.name}
          live={
            isLive ? (
              <Live
                address={`${gateway.replace(/^http/, "ws")}/watch`}
                nodeName={session.node.name}
                personName={session.person?.name ?? t("session.imported.person")}
                viewerName={actor.name}
                page={`/sessions/${session.id}`}
              />
            ) : undefined
          }
          facts={<SessionFacts session={session} participants={participants} />}
          tabs={[
            {
              id: "agent-log",
              label: t("replay.agentLog"),
              content: <AgentLogTab address={`${gateway}/agent-log`} />,
            },
            { id: "trail", label: t("replay.trail"), count: trail.length, content: <Trail events={trail} /> },
          ]}
        />
      </SessionMessages>
      {review && (
        <Section title={t("pages.review")}>
          <Review review={review} />
        </Section>
      )}
    </div>
  );
}
