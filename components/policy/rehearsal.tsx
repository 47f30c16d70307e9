import { ChevronRight } from "lucide-react";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { Time } from "@/components/ui/time/time";
import type { RehearsalView, RehearsedRow } from "@/lib/overview/rehearsals/views";
import type { ObligationSentence } from "@/lib/policy/obligations";
import { errorSentence, sentenceFor, t } from "@/messages/translate";
import { formatList } from "@/messages/values";

/** What a proposed version would have made of the last requests; what it would have let pass comes first. */
export function Rehearsal({ rehearsal }: { rehearsal: RehearsalView | null }) {
  return (
    <section aria-label={t("policy.rehearsal")} className="grid grid-cols-[minmax(0,1fr)] gap-2 text-sm">
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-medium">
        {t("policy.rehearsal")}
        {rehearsal && (
          <span className="font-normal text-faint text-xs">
            <Time at={rehearsal.finishedAt} />
          </span>
        )}
      </h3>
      {rehearsal ? (
        <Findings rehearsal={rehearsal} />
      ) : (
        <p className="text-soft">{t("policy.rehearsal.waiting")}</p>
      )}
    </section>
  );
}

function Findings({ rehearsal }: { rehearsal: RehearsalView }) {
  const { extent, requestCount: count, rehearsedCount: rehearsed, todayCount, differences } = rehearsal;
  if (count === 0) return <p className="text-soft">{t("policy.rehearsal.none")}</p>;
  const loosening = differences.filter(({ isLoosening }) => isLoosening);
  const tightening = differences.filter(({ isLoosening }) => !isLoosening);
  return (
    <>
      <p className={cx(extent === "all" ? "text-soft" : "font-medium text-amber")}>
        {extent === "all"
          ? t("policy.rehearsal.all", { count })
          : t(`policy.rehearsal.${extent}`, { count, rehearsed })}
      </p>
      <p className="text-soft">
        {todayCount > 0 && `${t("policy.rehearsal.today", { count: todayCount })} `}
        {t("policy.rehearsal.refusedThen")}
      </p>
      {differences.length === 0 && rehearsed > 0 && <p>{t("policy.rehearsal.same")}</p>}
      <Kinds title={t("policy.rehearsal.loosening")} tone="text-red" differences={loosening} />
      <Kinds title={t("policy.rehearsal.tightening")} tone="text-soft" differences={tightening} />
    </>
  );
}

type Difference = RehearsalView["differences"][number];

function Kinds({
  title,
  tone,
  differences,
}: {
  title: string;
  tone: string;
  differences: readonly Difference[];
}) {
  if (differences.length === 0) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h4 className={cx("font-medium", tone)}>{title}</h4>
      {differences.map(({ kind, count, rows }) => (
        <details key={kind} className="group min-w-0 rounded-md border border-line">
          <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2.5 px-3 py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
            />
            {t(`policy.rehearsal.${kind}`, { count })}
          </summary>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-2 border-line border-t px-3 py-2">
            {rows.length < count && (
              <p className="text-soft">{t("policy.rehearsal.newest", { shown: rows.length, count })}</p>
            )}
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
              {rows.map((row) => (
                <Row key={row.requestId} row={row} />
              ))}
            </ul>
          </div>
        </details>
      ))}
    </div>
  );
}

function Row({ row }: { row: RehearsedRow }) {
  const { requestId, requesterName, nodeNames, createdAt, isOfToday, before, after, refusal } = row;
  return (
    <li className="min-w-0 [overflow-wrap:anywhere]">
      <span className="flex flex-wrap items-baseline gap-x-3">
        <Link href={`/requests/${requestId}`} className="text-accent underline underline-offset-4">
          <bdi>{`${requesterName} → ${formatList(nodeNames)}`}</bdi>
        </Link>
        <span className="text-faint text-xs">
          <Time at={createdAt} />
          {isOfToday && ` · ${t("policy.rehearsal.row.today")}`}
        </span>
      </span>
      {refusal && (
        <span className="block text-soft">
          <bdi>{errorSentence(refusal.code, refusal.params)}</bdi>
        </span>
      )}
      <Said code="policy.rehearsal.before" sentences={before} />
      <Said code="policy.rehearsal.after" sentences={after} />
    </li>
  );
}

function Said({
  code,
  sentences,
}: {
  code: "policy.rehearsal.before" | "policy.rehearsal.after";
  sentences: readonly ObligationSentence[];
}) {
  if (sentences.length === 0) return null;
  const said = sentences.map((sentence) => sentenceFor(sentence.code, sentence.params));
  return (
    <span className="block text-soft">
      <bdi>{t(code, { sentences: said.join(" · ") })}</bdi>
    </span>
  );
}
