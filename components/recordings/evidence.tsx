import { OUTCOME_LOOK } from "@/components/badges/audit";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { StateBadge } from "@/components/ui/state-badge";
import { Moment } from "@/components/ui/time/moment";
import type { TrailView } from "@/lib/trail/read-trail";
import { t } from "@/messages/translate";

/** What the node's agent logged. The node's own word, as text. */
export function AgentLog({ events }: { events: readonly { at: Date; message: string }[] }) {
  if (events.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">{t("replay.agentLog.none")}</EmptyState>
      </div>
    );
  return (
    <>
      <p className="border-line border-b px-3 py-2 text-faint text-xs">{t("replay.agentLog.hint")}</p>
      <ol className="py-1 font-mono text-xs leading-5">
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no id and never reorder
          <li key={index} className="flex items-start gap-2.5 px-3 py-0.5">
            <span className="min-w-15 shrink-0 font-sans text-faint">
              <Moment at={event.at} />
            </span>
            <bdi dir="ltr" className="min-w-0 whitespace-pre-wrap break-all">
              {event.message}
            </bdi>
          </li>
        ))}
      </ol>
    </>
  );
}

/** What CloudTrail says was called under the session's name. */
export function Trail({ events }: { events: readonly TrailView[] }) {
  if (events.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="not-ready">{t("replay.trail.none")}</EmptyState>
      </div>
    );
  return (
    <ol>
      {events.map((event) => (
        <li
          key={event.eventId}
          className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-line border-b px-3 py-1.75 text-sm print:break-inside-avoid"
        >
          <span className="min-w-15 text-faint text-xs">
            <Moment at={event.at} />
          </span>
          <bdi className="font-medium">{event.name}</bdi>
          {event.sourceIdentity !== null && (
            <span className="min-w-0 text-soft">
              {event.sourceName !== null && <bdi>{event.sourceName} </bdi>}
              <bdi className="break-all font-mono text-faint text-xs">{event.sourceIdentity}</bdi>
            </span>
          )}
          {event.errorCode !== null && (
            <span className="flex items-center gap-2">
              <StateBadge look={OUTCOME_LOOK.refused} />
              <bdi className="font-mono text-xs">{event.errorCode}</bdi>
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
