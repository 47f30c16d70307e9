import { COMPLETENESS_LOOK, CORROBORATION_LOOK } from "@/components/badges/grades";
import { StateBadge, type StateLook } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { EvidenceView } from "@/lib/trail/evidence-rules";
import type { HiddenInput, LogView, MissingStretch } from "@/lib/trail/grading/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

/** A grade, and what it proves and does not. */
function Grade({ look, proves }: { look: StateLook; proves: string }) {
  return (
    <span className="grid gap-1 justify-items-start">
      <StateBadge look={look} />
      <span className="max-w-150 text-soft">{proves}</span>
    </span>
  );
}

/** What an evidence block says, as facts: only what is known. */
export function gradeFacts(evidence: EvidenceView): { label: string; value: React.ReactNode }[] {
  const { completeness, corroboration, gaps, gapCount, hidden, hiddenCount, logs, alarms, findings } =
    evidence;
  return [
    ...(completeness === null
      ? []
      : [
          {
            label: t("grade.completeness"),
            value: (
              <span className="grid gap-1.5">
                <Grade look={COMPLETENESS_LOOK[completeness]} proves={t(`grade.proves.${completeness}`)} />
                <Gaps gaps={gaps} count={gapCount} />
                <Hidden hidden={hidden} count={hiddenCount} />
              </span>
            ),
          },
        ]),
    ...(corroboration === null
      ? []
      : [
          {
            label: t("grade.corroboration"),
            value: (
              <span className="grid gap-1.5">
                <Grade look={CORROBORATION_LOOK[corroboration]} proves={t(`grade.proves.${corroboration}`)} />
                {logs.map((log) => (
                  <Log key={log.source} log={log} />
                ))}
              </span>
            ),
          },
        ]),
    ...(findings.length === 0
      ? []
      : [
          {
            label: t("grade.findings"),
            value: (
              <ul className="text-amber">
                {findings.map((finding) => (
                  <li key={finding}>{t(`grade.finding.${finding}`)}</li>
                ))}
              </ul>
            ),
          },
        ]),
    ...(alarms.length === 0
      ? []
      : [
          {
            label: t("grade.alarms"),
            value: (
              <ul className="text-red">
                {alarms.map(({ kind, at }) => (
                  <li key={kind} className="flex flex-wrap gap-x-2">
                    {t(`grade.alarm.${kind}`)}
                    <span className="text-faint">
                      <Time at={at} as="absolute" precision="seconds" />
                    </span>
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
  ];
}

function Gaps({ gaps, count }: { gaps: readonly MissingStretch[]; count: number }) {
  if (gaps.length === 0) return null;
  const named = gaps.filter(({ from }) => from !== null).length;
  return (
    <ul className="text-amber">
      {gaps.map((gap) => (
        <li key={`${gap.from} ${gap.to}`}>
          <bdi>{gapText(gap)}</bdi>
        </li>
      ))}
      {count > named && <li>{t("grade.gap.more", { count: count - named })}</li>}
    </ul>
  );
}

/** All output is there, and says nothing of what was typed here: the grade stays as it is. */
function Hidden({ hidden, count }: { hidden: readonly HiddenInput[]; count: number }) {
  if (hidden.length === 0) return null;
  return (
    <ul className="text-amber">
      {hidden.map(({ bytes, from, to }) => (
        <li key={from.getTime()}>
          {t("grade.hidden", { bytes, from: formatUtc(from, "seconds"), to: formatUtc(to, "seconds") })}
        </li>
      ))}
      {count > hidden.length && <li>{t("grade.gap.more", { count: count - hidden.length })}</li>}
    </ul>
  );
}

function gapText({ from, to, cause: why, after, before }: MissingStretch): string {
  if (from === null || to === null) return t("grade.gap.notClosed");
  const [gap, cause] = [t("grade.gap", { from, to }), t(`grade.gap.cause.${why}`)];
  if (after === null || before === null) return t("grade.gap.alone", { gap, cause });
  return t("grade.gap.between", {
    ...{ gap, cause },
    ...{ after: formatUtc(after, "seconds"), before: formatUtc(before, "seconds") },
  });
}

/** One log in a line: where it is from, and what was found. */
function Log({ log }: { log: LogView }) {
  const { source, why, recordedLines: recorded, matched, differences, filledLines, lostTail, afterEnd } = log;
  const found = [
    ...(why === null ? [] : [t(`grade.why.${why}`)]),
    ...(log.form === null || recorded === 0 ? [] : [t("grade.log.matched", { matched, recorded })]),
    ...(differences === 0 ? [] : [t("grade.log.differences", { count: differences })]),
    ...(filledLines === 0 ? [] : [t("grade.log.filled", { count: filledLines })]),
    ...(lostTail === 0 ? [] : [t("grade.log.lostTail", { count: lostTail })]),
    ...(afterEnd === 0 ? [] : [t("grade.log.afterEnd", { count: afterEnd })]),
  ];
  if (found.length === 0) found.push(CORROBORATION_LOOK[log.verdict].word);
  return (
    <span className="text-soft">
      {t(`grade.log.${source}`)}: {found.join(" · ")}
    </span>
  );
}
