import type { Metadata } from "next";
import { preload } from "react-dom";
import { SessionMessages } from "@/app/session-messages";
import { reviewLook } from "@/components/badges/review";
import { SESSION_LOOK } from "@/components/badges/session";
import { BarTitle } from "@/components/frame/page-head";
import { Trail } from "@/components/recordings/evidence";
import { NoteList } from "@/components/recordings/notes/note-list";
import { RecordLine } from "@/components/recordings/print/record-line";
import { RecordDetails } from "@/components/recordings/record-details";
import { ReviewVerdictView } from "@/components/reviews/review-verdict";
import { KeptUntilFact } from "@/components/sessions/kept-until";
import { OutsideSession } from "@/components/sessions/outside/outside-session";
import { ownerName } from "@/components/sessions/outside/owner-name";
import { SessionHead } from "@/components/sessions/session-head";
import { shortName } from "@/components/sessions/short-name";
import { cx } from "@/components/ui/cx";
import { Id } from "@/components/ui/id";
import { Section } from "@/components/ui/layout/section";
import { StateBadge } from "@/components/ui/state-badge";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { readDeletion } from "@/lib/keeping/deletion/read-deletion";
import { readHold } from "@/lib/keeping/hold/read-hold";
import { readOpening } from "@/lib/keeping/input-opening/read-opening";
import { readKeptUntil } from "@/lib/keeping/retention/read-retention";
import { maySeeRetention } from "@/lib/keeping/retention/rules";
import { config } from "@/lib/kernel/config/config";
import { readParticipants } from "@/lib/presence/read-participants";
import { mayWatch } from "@/lib/presence/watch-rules";
import { readExports } from "@/lib/recordings/exporting/read-exports";
import { readNotes } from "@/lib/reviews/noting/read-notes";
import type { RecordingNote } from "@/lib/reviews/noting/views";
import { readReviewOfSession } from "@/lib/reviews/read-review";
import { readReviewQueue } from "@/lib/reviews/review-queue";
import { canUnmask } from "@/lib/reviews/unmasking/can-unmask";
import type { ReviewDetail } from "@/lib/reviews/views";
import { readSession } from "@/lib/sessions/read-session";
import { isOver } from "@/lib/sessions/rules";
import { readImported } from "@/lib/trail/importing/read-imported";
import { readEvidence } from "@/lib/trail/read-evidence";
import { readTrail, type TrailView } from "@/lib/trail/read-trail";
import { t } from "@/messages/translate";
import { AgentLogTab } from "./agent-log-tab";
import { Deletion } from "./deletion";
import { DownloadFiles } from "./download";
import { FailedSession } from "./failed-session";
import { Hold } from "./hold";
import { InputOpening } from "./input-opening";
import { Live } from "./live";
import { OutsideLog } from "./outside-log";
import { Recording } from "./recording";
import { Review } from "./review";
import { SessionActions } from "./session-actions";

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
  const [session, review, trail, evidence, mayUnmask, exports, keeping, holding, kept, noted, typed] =
    await pageQuery(
      Promise.all([
        readSession(actor, id),
        readReviewOfSession(actor, id),
        readTrail(actor, id),
        readEvidence(actor, id),
        canUnmask(actor, id),
        readExports(actor, id),
        readDeletion(actor, id),
        readHold(actor, id),
        readKeptUntil(actor, id),
        readNotes(actor, id),
        readOpening(actor, id),
      ]),
    );
  const gateway = `${config().GATEWAY_ORIGIN}/gateway/sessions/${session.id}`;
  const imported = session.kind === "imported" ? await pageQuery(readImported(actor, id)) : null;
  const canWatch = !imported && !session.isMine && mayWatch(actor, session).ok;
  const hasAgentLog = (imported?.logs ?? evidence.logs).length > 0;
  const isLive = canWatch && "live" in (await searchParams);
  const participants = isOver(session.state) ? [] : await pageQuery(readParticipants(actor, session.id));
  const gone =
    keeping.deletion?.state === "deleting" || keeping.deletion?.state === "deleted"
      ? keeping.deletion.state
      : null;
  const isGone = gone !== null;
  // The browser asks for it before it has read the page's scripts.
  if (!isGone && !isLive && session.recording !== null)
    preload(`${gateway}/replay`, { as: "fetch", crossOrigin: "use-credentials" });
  const noteLinks = { notes: noted.notes, hasPlayer: !isGone && !isLive && session.recording !== null };
  const canClose = review?.actions.close.allowed === true;
  const queue = canClose ? await pageQuery(readReviewQueue(actor, review.id)) : null;
  const person =
    session.person?.name ?? (imported ? ownerName(imported.owner) : t("session.imported.person"));
  const reviewWords = t(`review.state.${reviewStateOf(review)}`);
  return (
    <div
      data-wide
      className={cx("grid grid-cols-[minmax(0,1fr)] gap-4", canClose && "max-rail:pb-24 rail:pb-16")}
    >
      <BarTitle
        parent={
          canClose
            ? { href: "/reviews", label: t("nav.reviews") }
            : { href: "/sessions", label: t("nav.sessions") }
        }
      >
        <span className="hidden text-faint text-xs sm:inline">
          <Id id={session.id} />
        </span>
        <StateBadge
          look={
            review && isOver(session.state)
              ? { ...reviewLook(review), word: reviewWords }
              : SESSION_LOOK[session.state]
          }
        />
      </BarTitle>
      <RecordLine
        sessionId={session.id}
        sealed={evidence.sealed}
        viewerName={actor.name}
        review={reviewWords}
      />
      <div className="flex items-start justify-between gap-x-6 gap-y-3 max-rail:flex-wrap">
        <SessionHead
          session={session}
          evidence={evidence}
          gone={gone}
          person={person}
          // A hold and a deletion say it themselves.
          kept={
            kept && !holding.hold && !keeping.deletion ? (
              <KeptUntilFact kept={kept} isLink={maySeeRetention(actor).ok} />
            ) : null
          }
        />
        <SessionActions
          session={session}
          canWatch={canWatch && !isLive}
          keeping={keeping}
          holding={holding}
          typed={typed}
        >
          {!isGone && (session.recording !== null || hasAgentLog) && (
            <SessionMessages>
              <DownloadFiles
                address={gateway}
                hasRecording={session.recording !== null}
                hasAgentLog={hasAgentLog}
                hasEvidence={mayUnmask && session.recording !== null && isOver(session.state)}
                exports={exports}
              />
            </SessionMessages>
          )}
        </SessionActions>
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
        {holding.hold && <Hold hold={holding.hold} actions={holding.actions} viewerId={actor.id} />}
        {typed.opening && (
          <InputOpening
            opening={typed.opening}
            actions={typed.actions}
            viewerId={actor.id}
            address={`${gateway}/sealed-input`}
          />
        )}
        {keeping.deletion && (
          <Deletion
            deletion={keeping.deletion}
            isHeld={holding.hold !== null}
            actions={keeping.actions}
            viewerId={actor.id}
          />
        )}
        {imported ? (
          <OutsideSession
            imported={imported}
            isLastResort={session.isLastResort}
            isOver={isOver(session.state)}
            status={session.endAnswer}
            address={gateway}
          >
            <OutsideLog sessionId={session.id} address={gateway} canUnmask={mayUnmask} />
          </OutsideSession>
        ) : isGone ? (
          <KeptNotes notes={noted.notes} />
        ) : isLive ? (
          <>
            <Live
              address={`${gateway.replace(/^http/, "ws")}/watch`}
              nodeName={session.node.name}
              personName={person}
              viewerName={actor.name}
              page={`/sessions/${session.id}`}
            />
            <KeptNotes notes={noted.notes} />
          </>
        ) : (
          <Recording
            sessionId={session.id}
            canUnmask={mayUnmask}
            noted={noted}
            address={session.recording === null ? undefined : gateway}
            isRunning={!isOver(session.state)}
            nodeName={session.node.name}
            person={session.person ? shortName(session.person.name) : person}
            // Others are found when the session is over: their moments are not moments of it.
            alarms={evidence.alarms
              .filter(({ kind }) => kind === "log-late")
              .map(({ kind, at }) => ({ at, label: t(`grade.alarm.${kind}`) }))}
            tabs={[
              {
                id: "trail",
                label: t("replay.trail"),
                count: trail.length,
                content: <Trail events={trail} />,
              },
              {
                id: "agent-log",
                label: t("replay.agentLog"),
                content: <AgentLogTab address={gateway} />,
              },
            ]}
          />
        )}
        {!imported && <PrintedTrail events={trail} />}
        <RecordDetails session={session} evidence={evidence} participants={participants} />
        {review && (
          <div className={cx(canClose && "hidden print:block")}>
            <Section title={t("pages.review")}>
              <ReviewVerdictView review={review} noted={noteLinks} />
            </Section>
          </div>
        )}
        {review && canClose && <Review review={review} queue={queue} noted={noteLinks} />}
      </SessionMessages>
    </div>
  );
}

/** Where there is no player: of what runs and is watched, and of what was deleted, since people's words are theirs. */
function KeptNotes({ notes }: { notes: readonly RecordingNote[] }) {
  if (notes.length === 0) return null;
  return (
    <Section title={t("replay.notes")}>
      <NoteList notes={notes} writing={undefined} onJump={undefined} />
    </Section>
  );
}

/** On paper only: on the page it stands beside the player. */
function PrintedTrail({ events }: { events: readonly TrailView[] }) {
  return (
    <section className="hidden print:block">
      <h2 className="font-semibold">{t("replay.trail")}</h2>
      <Trail events={events} />
    </section>
  );
}

function reviewStateOf(review: ReviewDetail | null): "none" | "closed" | "overdue" | "open" {
  if (review === null) return "none";
  if (review.state === "closed") return "closed";
  return review.isOverdue ? "overdue" : "open";
}
