import { CodeBlock } from "@/components/ui/code-block";
import Link from "@/components/ui/controls/link";
import { Id } from "@/components/ui/id";
import type { AuditLine } from "@/lib/audit/lists/views";
import { errorSentence, t } from "@/messages/translate";
import { refusalCodeOf } from "./audit-sentence";

/** All that is recorded of an event: both halves of a pair, what it names, and where the chain has it. */
export function EventDetails({ event }: { event: AuditLine }) {
  const { intent, sessionId, requestId, nodeId, personId, batchNumber } = event;
  const refusal = refusalCodeOf(event);
  return (
    <div className="grid gap-2">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm [&>dt]:text-soft">
        {refusal !== null && (
          <>
            <dt>{t("audit.detail.reason")}</dt>
            <dd>{errorSentence(refusal)}</dd>
          </>
        )}
        {intent && (
          <>
            <dt>{t("audit.detail.intent")}</dt>
            <dd className="flex flex-wrap gap-x-3">
              <span className="tabular-nums">{timeOf(intent.cursorAt)}</span>
              <code className="font-mono text-xs">{intent.code}</code>
              <Id id={intent.id} isCopyable />
            </dd>
          </>
        )}
        <dt>{t(intent ? "audit.detail.result" : "audit.detail.event")}</dt>
        <dd className="flex flex-wrap gap-x-3">
          <span className="tabular-nums">
            {intent
              ? t("audit.detail.result.after", {
                  ...{ time: timeOf(event.cursorAt), ms: event.at.getTime() - intent.at.getTime() },
                })
              : timeOf(event.cursorAt)}
          </span>
          <code className="font-mono text-xs">{event.code}</code>
          <Id id={event.id} isCopyable />
        </dd>
        {sessionId !== null && (
          <Named label={t("audit.detail.session")} id={sessionId} href={`/sessions/${sessionId}`} />
        )}
        {requestId !== null && (
          <Named label={t("audit.detail.request")} id={requestId} href={`/requests/${requestId}`} />
        )}
        {nodeId !== null && <Named label={t("audit.detail.node")} id={nodeId} href={`/nodes/${nodeId}`} />}
        {personId !== null && (
          <Named label={t("audit.detail.person")} id={personId} href={`/audit?subject=${personId}`} />
        )}
        <dt>{t("audit.detail.chain")}</dt>
        <dd>
          {batchNumber === null
            ? t("audit.detail.unsealed")
            : t("audit.detail.batch", { number: batchNumber })}
        </dd>
      </dl>
      {[...(intent ? [intent] : []), event].map(
        ({ id, code, data }) =>
          Object.keys(data).length > 0 && (
            <CodeBlock key={id} label={code} code={JSON.stringify(data, null, 2)} />
          ),
      )}
    </div>
  );
}

function Named({ label, id, href }: { label: string; id: string; href: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Link href={href} className="text-accent underline-offset-4 hover:underline">
          <Id id={id} />
        </Link>
      </dd>
    </>
  );
}

/** "14:12:36.114" of an instant in ISO 8601, UTC. */
export function timeOf(iso: string): string {
  return iso.slice(11, 23);
}
