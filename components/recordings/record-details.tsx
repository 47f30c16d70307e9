import { ChevronRight } from "lucide-react";
import { SESSION_LOOK } from "@/components/badges/session";
import { NodeName, NodePlace } from "@/components/nodes/node-label";
import { gradeFacts } from "@/components/recordings/grades";
import { PolicyView } from "@/components/requests/policy-view";
import { noteText } from "@/components/terminal/note-text";
import { Id } from "@/components/ui/id";
import { Facts } from "@/components/ui/layout/facts";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { Participant } from "@/lib/presence/participant-views";
import type { RecordedGap } from "@/lib/recorded-ranges/range";
import { isOver } from "@/lib/sessions/rules";
import type { KeptInput, SessionDetail } from "@/lib/sessions/views";
import type { EvidenceView } from "@/lib/trail/evidence-rules";
import { t, wordFor } from "@/messages/translate";

/** The rest of what is known of a session, one line until it is opened: ids, policy, whole times, AWS's answers. */
export function RecordDetails({
  session,
  evidence,
  participants,
}: {
  session: SessionDetail;
  evidence: EvidenceView;
  participants: readonly Participant[];
}) {
  const { node, recording } = session;
  return (
    <details
      className="group min-w-0 rounded-md border border-line print:border-0 print:[&::details-content]:[content-visibility:visible]"
      open={isOver(session.state) ? undefined : true}
    >
      <summary className="flex cursor-pointer list-none items-center gap-2 px-3 py-2 font-medium text-sm hover:bg-hover max-sm:min-h-11 print:px-0 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90 print:hidden"
        />
        {t("replay.facts")}
      </summary>
      <div className="border-line border-t px-3 py-3 text-sm print:border-0 print:p-0">
        <Facts
          facts={[
            { label: t("session.filter.state"), value: <StateBadge look={SESSION_LOOK[session.state]} /> },
            {
              label: t("replay.node"),
              value: (
                <span className="grid gap-0.5">
                  <NodeName node={node} isLink />
                  <NodePlace node={node} />
                </span>
              ),
            },
            ...(participants.length > 0
              ? [{ label: t("session.seats"), value: <Participants participants={participants} /> }]
              : []),
            {
              label: t("replay.opened"),
              value: session.openedAt ? <Evidence at={session.openedAt} /> : t("replay.notOpened"),
            },
            ...(session.endedAt
              ? [{ label: t("replay.ended"), value: <Ended session={session} at={session.endedAt} /> }]
              : []),
            ...(session.endedAt
              ? [{ label: t("replay.endConfirmed"), value: <EndAnswer session={session} /> }]
              : []),
            ...gradeFacts(evidence),
            ...(recording && recording.gaps.length > 0 && evidence.completeness === null
              ? [{ label: t("replay.gaps"), value: <Gaps gaps={recording.gaps} /> }]
              : []),
            ...(session.keptInput
              ? [{ label: t("replay.keptInput"), value: <Kept {...session.keptInput} /> }]
              : []),
            ...(session.policy
              ? [
                  {
                    label: t("replay.policy"),
                    value: <PolicyView policies={[{ nodeName: node.name, ...session.policy }]} />,
                  },
                ]
              : []),
            { label: t("node.id"), value: <Id id={session.id} isCopyable isWhole /> },
            ...(session.awsSessionId === null
              ? []
              : [{ label: t("replay.awsId"), value: <Id id={session.awsSessionId} isCopyable isWhole /> }]),
            { label: t("replay.document"), value: <bdi className="break-all">{session.documentName}</bdi> },
          ]}
        />
      </div>
    </details>
  );
}

/** Who is at it now: whoever types and whoever looks on. */
function Participants({ participants }: { participants: readonly Participant[] }) {
  return (
    <ul>
      {participants.map(({ id, kind, personName }) => (
        <li key={id}>{t(`session.seats.${kind}`, { person: personName })}</li>
      ))}
    </ul>
  );
}

/** What was typed is sealed: here stands how much, and who can read it. */
function Kept({ messages, bytes }: KeptInput) {
  return (
    <span className="grid gap-0.5">
      {t("replay.keptInput.size", { messages, bytes })}
      <span className="text-soft">{t("replay.keptInput.line")}</span>
    </span>
  );
}

function Evidence({ at }: { at: Date }) {
  return <Time at={at} as="absolute" precision="seconds" />;
}

function Ended({ session, at }: { session: SessionDetail; at: Date }) {
  return (
    <span className="grid">
      <Evidence at={at} />
      <span className="text-soft">
        {session.endReason !== null && wordFor("end", session.endReason)}{" "}
        {session.endedByName !== null && t("replay.endedBy", { person: session.endedByName })}
      </span>
      {/* Why a shell did not open stands at the head of the page, by AWS's own answer. */}
      {session.endNote !== null && session.failure === null && (
        <span className="text-soft">
          {session.endReason === "opening-failed" ? (
            noteText(session.endReason, session.endNote)
          ) : (
            <>
              “<bdi>{session.endNote}</bdi>”
            </>
          )}
        </span>
      )}
    </span>
  );
}

function EndAnswer({ session }: { session: SessionDetail }) {
  return (
    <span className="grid">
      {session.endConfirmedAt ? (
        <Evidence at={session.endConfirmedAt} />
      ) : (
        <span className="text-amber">{t("replay.endUnconfirmed")}</span>
      )}
      {session.endAnswer !== null && <bdi className="text-soft">{session.endAnswer}</bdi>}
    </span>
  );
}

function Gaps({ gaps }: { gaps: readonly RecordedGap[] }) {
  return (
    <ul className="text-amber">
      {gaps.map(({ from, to, cause }) => (
        <li key={from}>
          <bdi>{t("replay.gap", { from, to, cause: t(`replay.gap.${cause}`) })}</bdi>
        </li>
      ))}
    </ul>
  );
}
