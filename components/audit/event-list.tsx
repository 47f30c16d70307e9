import Link from "next/link";
import { OUTCOME_LOOK } from "@/components/badges/audit";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { AuditSentence } from "@/lib/overview/views";
import { errorSentence, t } from "@/messages/translate";
import { hrefOf, sentenceOf } from "./audit-sentence";

/** The audit, event by event: the time first, as it is evidence. */
export function EventList({ events }: { events: readonly AuditSentence[] }) {
  return (
    <ol aria-label={t("audit.list")} className="divide-y divide-line border-line border-y">
      {events.map((event) => (
        <EventRow key={event.id} event={event} />
      ))}
    </ol>
  );
}

function EventRow({ event }: { event: AuditSentence }) {
  const href = hrefOf(event);
  // What was refused is recorded with the code of its refusal.
  const code = event.data.error ?? event.data.code;
  return (
    <li className="grid gap-x-4 gap-y-0.5 px-2 py-2 sm:grid-cols-[11.5rem_minmax(0,1fr)_auto]">
      <Time
        at={event.at}
        as="absolute"
        precision="seconds"
        className="font-mono text-soft text-xs leading-5"
      />
      <div className="min-w-0">
        <p>
          <bdi>{sentenceOf(event)}</bdi>
        </p>
        {event.outcome === "refused" && typeof code === "string" && (
          <p className="text-soft text-sm">{errorSentence(code)}</p>
        )}
        <details className="text-sm">
          <summary className="cursor-pointer text-faint">{t("audit.details")}</summary>
          <div className="mt-1 grid gap-1.5">
            <p className="flex flex-wrap items-center gap-x-4">
              <code className="font-mono text-xs">{event.code}</code>
              <Id id={event.id} isCopyable />
              {href !== undefined && (
                <Link href={href} className="text-accent underline underline-offset-4">
                  {t("action.open")}
                </Link>
              )}
            </p>
            {Object.keys(event.data).length > 0 && (
              <CodeBlock label={event.code} code={JSON.stringify(event.data, null, 2)} />
            )}
          </div>
        </details>
      </div>
      {event.outcome !== "done" && (
        <span>
          <StateBadge look={OUTCOME_LOOK[event.outcome]} />
        </span>
      )}
    </li>
  );
}
