import { CircleCheck, CircleDot, CircleX, Flame, type LucideIcon, Trash2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { GLASS_LOOK } from "@/components/badges/glass";
import { COMPLETENESS_LOOK, CORROBORATION_LOOK } from "@/components/badges/grades";
import { ATTESTED_LOOK, LAST_RESORT_LOOK, OUTSIDE_LOOK } from "@/components/badges/outside";
import { ThingHead } from "@/components/frame/page-head";
import { NodeClass } from "@/components/nodes/node-label";
import Link from "@/components/ui/controls/link";
import { Initials } from "@/components/ui/initials";
import type { StateLook } from "@/components/ui/state-badge";
import { Moment } from "@/components/ui/time/moment";
import { TONE_TEXT, type Tone } from "@/components/ui/tone";
import type { SessionDetail } from "@/lib/sessions/views";
import type { EvidenceView } from "@/lib/trail/evidence-rules";
import { t, wordFor } from "@/messages/translate";
import { formatDuration, formatList } from "@/messages/values";
import { shortName } from "./short-name";

interface SessionHeadProps {
  session: SessionDetail;
  evidence: EvidenceView;
  /** Whether its recording is being deleted, or was. */
  gone: "deleting" | "deleted" | null;
  /** Who typed, or who it was outside the portal. */
  person: string;
  /** Until when the recording is kept, where that is said nowhere else. */
  kept: ReactNode;
}

/** Which node, who, when, for how long, how it ended, and what stands on record: before the first frame. */
export function SessionHead({ session, evidence, gone, person, kept }: SessionHeadProps) {
  const { node, justification, incident, openedAt, endedAt } = session;
  return (
    <div className="grid min-w-0 gap-1.5">
      <ThingHead
        name={<bdi className="break-words">{node.name}</bdi>}
        beside={<NodeClass node={node} as="head" />}
        facts={
          <>
            <span className="inline-flex items-center gap-1.5">
              <Initials name={person} as={session.person ? "person" : "machine"} />
              <bdi className="font-medium text-ink">{person}</bdi>
              {session.osUser !== null && <bdi>{t("request.as", { osUser: session.osUser })}</bdi>}
            </span>
            {session.isBreakGlass && (
              <span className="inline-flex items-center gap-1.5 font-medium text-violet">
                <Flame aria-hidden className="size-3.5 shrink-0" />
                {GLASS_LOOK.word}
              </span>
            )}
            {openedAt && (
              <span>
                <Moment at={openedAt} />
                {endedAt && (
                  <>
                    –<Moment at={endedAt} />
                  </>
                )}{" "}
                UTC
              </span>
            )}
            {openedAt && endedAt && (
              <span className="tabular-nums">
                {formatDuration((endedAt.getTime() - openedAt.getTime()) / 1000)}
              </span>
            )}
            <bdi className="empty:hidden">{endText(session, person)}</bdi>
            {session.requestId !== null && (
              <span>
                <bdi>
                  {session.approvedBy.length > 0
                    ? t("replay.approvedBy", { people: formatList(session.approvedBy) })
                    : t("grant.byRule")}
                </bdi>{" "}
                ·{" "}
                <Link
                  href={`/requests/${session.requestId}`}
                  className="text-accent underline underline-offset-4"
                >
                  {t("replay.request")}
                </Link>
              </span>
            )}
            {evidenceFacts(session, evidence, gone).map((fact) => (
              <EvidenceFact key={fact.text} {...fact} />
            ))}
            {kept}
          </>
        }
      />
      {justification !== null && (
        <p className="max-w-225 min-w-0 break-words">
          <span className="mr-2 text-faint">{t("replay.reason")}</span>
          <bdi>{justification}</bdi>
          {incident !== null && <bdi className="ml-2 font-mono text-soft text-xs">{incident}</bdi>}
        </p>
      )}
    </div>
  );
}

interface Fact {
  tone: Tone;
  icon: LucideIcon;
  text: string;
}

const good = (text: string): Fact => ({ tone: "green", icon: CircleCheck, text });
const bad = (text: string): Fact => ({ tone: "red", icon: CircleX, text });
const amber = (text: string): Fact => ({ tone: "amber", icon: TriangleAlert, text });

/** What stands on record: what is missing is amber and named, what is not known yet is neither good nor bad. */
function evidenceFacts(
  session: SessionDetail,
  evidence: EvidenceView,
  gone: SessionHeadProps["gone"],
): Fact[] {
  const { recording, policy, openedAt, kind } = session;
  if (session.outsideOwner !== null)
    return [factOf(session.isLastResort ? LAST_RESORT_LOOK : OUTSIDE_LOOK), factOf(ATTESTED_LOOK)];
  if (openedAt === null && recording === null && kind === "brokered") return [];
  const facts: Fact[] = [
    gone === null
      ? recordingFact(session, evidence)
      : { tone: "neutral", icon: Trash2, text: t(`replay.evidence.${gone}`) },
  ];
  if (policy && policy.checks.length > 0)
    facts.push(
      policy.checks.every(({ passed }) => passed)
        ? good(t("replay.evidence.policy"))
        : bad(t("replay.evidence.policyFailed")),
    );
  if (evidence.corroboration !== null) facts.push(factOf(CORROBORATION_LOOK[evidence.corroboration]));
  const [alarm] = evidence.alarms;
  if (alarm && evidence.corroboration !== "differs") facts.push(bad(t(`grade.alarm.${alarm.kind}`)));
  return facts;
}

function recordingFact({ recording, endedAt }: SessionDetail, evidence: EvidenceView): Fact {
  const gaps = Math.max(evidence.gapCount, recording?.gaps.length ?? 0);
  if (gaps > 0) return amber(t("replay.evidence.gaps", { count: gaps }));
  if (evidence.completeness === "partial") return amber(t("replay.evidence.notClosed"));
  if (evidence.completeness !== null) return factOf(COMPLETENESS_LOOK[evidence.completeness]);
  if (recording === null) return amber(t("replay.evidence.noRecording"));
  if (recording.closedAt !== null) return good(t("replay.evidence.complete"));
  if (endedAt === null) return { tone: "neutral", icon: CircleDot, text: t("replay.evidence.recording") };
  return amber(t("replay.evidence.notClosed"));
}

function factOf({ tone, icon, word }: StateLook): Fact {
  return { tone, icon, text: word };
}

function EvidenceFact({ tone, icon: Icon, text }: Fact) {
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${TONE_TEXT[tone]}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {text}
    </span>
  );
}

/** "Ana exited", "Time ran out": who did it, where somebody did. */
function endText({ endReason, endedByName }: SessionDetail, person: string): string {
  if (endReason === null) return "";
  return wordFor("session.over", endReason, {
    person: shortName(person),
    ...(endedByName === null ? {} : { by: endedByName }),
  });
}
