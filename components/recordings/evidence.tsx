import { OUTCOME_LOOK } from "@/components/badges/audit";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { TrailView } from "@/lib/trail/read-trail";
import { t } from "@/messages/translate";

/** What the node's agent logged. The node's own word, as text. */
export function AgentLog({ events }: { events: readonly { at: Date; message: string }[] }) {
  if (events.length === 0) return <EmptyState kind="not-ready">{t("replay.agentLog.none")}</EmptyState>;
  return (
    <div className="grid gap-2">
      <p className="text-soft text-sm">{t("replay.agentLog.hint")}</p>
      <ol className="max-h-112 overflow-y-auto rounded-md border border-line bg-sunken py-1 font-mono text-xs">
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no id and never reorder
          <li key={index} className="flex items-start gap-3 px-3 py-0.5">
            <Time at={event.at} as="absolute" precision="seconds" className="shrink-0 text-faint" />
            <bdi dir="ltr" className="min-w-0 whitespace-pre-wrap break-all">
              {event.message}
            </bdi>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What CloudTrail says was called under the session's name. */
export function Trail({ events }: { events: readonly TrailView[] }) {
  if (events.length === 0) return <EmptyState kind="not-ready">{t("replay.trail.none")}</EmptyState>;
  return (
    <ol className="divide-y divide-line border-line border-y">
      {events.map((event) => (
        <li key={event.eventId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-2 py-2">
          <Time at={event.at} as="absolute" precision="seconds" className="font-mono text-soft text-xs" />
          <bdi className="font-medium">{event.name}</bdi>
          {event.sourceIdentity !== null && (
            <span className="text-soft">
              {event.sourceName !== null && `${event.sourceName} `}
              <bdi className="font-mono text-xs">{event.sourceIdentity}</bdi>
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
