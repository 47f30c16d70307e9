import { Moment } from "@/components/ui/time/moment";
import type { LineAt, LineDifference } from "@/lib/trail/comparing/difference";
import { t } from "@/messages/translate";

/** Where the recording and the node's log differ: the first line of each on both sides. Text of the node's. */
export function LineDifferences({
  differences,
  most,
}: {
  differences: readonly LineDifference[];
  /** More of them are not listed. */
  most: number;
}) {
  if (differences.length === 0) return null;
  return (
    <section aria-labelledby="line-differences" className="border-line border-b px-3 py-2.5">
      <h3 id="line-differences" className="font-medium text-red text-sm">
        {t("replay.differences")}
      </h3>
      <ol className="mt-1.5 grid gap-2.5">
        {differences.map((difference, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never reorder
          <li key={index} className="grid gap-0.5">
            <span className="text-sm">{summaryOf(difference)}</span>
            <Side label={t("replay.differences.recorded")} line={difference.recorded} />
            <Side label={t("replay.differences.logged")} line={difference.logged} />
          </li>
        ))}
      </ol>
      {differences.length >= most && (
        <p className="mt-1.5 text-faint text-xs">{t("replay.differences.first", { count: most })}</p>
      )}
    </section>
  );
}

function summaryOf({ kind, recordedLines: recorded, loggedLines: logged }: LineDifference): string {
  if (kind === "changed") return t("replay.differences.changed", { recorded, logged });
  return t(`replay.differences.${kind}`, { count: kind === "missing" ? recorded : logged });
}

function Side({ label, line }: { label: string; line: LineAt | null }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2.5 text-xs">
      <span className="min-w-20 text-faint">{label}</span>
      {line ? (
        <>
          <bdi dir="ltr" className="min-w-0 whitespace-pre-wrap break-all font-mono">
            {line.text}
          </bdi>
          <span className="text-faint">
            {t("replay.differences.line", { number: line.number })} · <Moment at={line.at} />
          </span>
        </>
      ) : (
        <span className="text-faint italic">{t("replay.differences.nothing")}</span>
      )}
    </div>
  );
}
