import type { ReactNode } from "react";
import type { Counted, DryRun } from "@/lib/keeping/retention/views";
import { t } from "@/messages/translate";
import { formatSize } from "@/messages/values";
import { keptFor } from "./kept-for";

/** What a rule would do to the recordings that there are. */
export function DryRunView({ dryRun, actions }: { dryRun: DryRun; actions: ReactNode }) {
  const { days, now, soon, held, unreviewed, uncounted, isCut } = dryRun;
  const lines: [label: string, counted: Counted][] = [
    [t("retention.dry.now"), now],
    [t("retention.dry.soon"), soon],
    [t("retention.dry.held"), held],
    [t("retention.dry.unreviewed"), unreviewed],
  ];
  return (
    <section
      aria-label={t("retention.dry.title", { kept: keptFor(days) })}
      className="grid gap-3 rounded-md border border-line-mid bg-raised px-4 py-3.5 shadow-control"
    >
      <h3 className="font-medium">{t("retention.dry.title", { kept: keptFor(days) })}</h3>
      {days === null ? (
        <p className="text-soft">{t("retention.dry.nothing")}</p>
      ) : (
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1.5 tabular-nums">
          {lines.map(([label, counted]) => (
            <div key={label} className="contents">
              <dt className="text-soft">{label}</dt>
              <dd className="text-right">
                {t("retention.dry.counted", {
                  recordings: counted.recordings,
                  size: formatSize(counted.bytes),
                })}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {uncounted > 0 && (
        <p className="text-soft text-sm">{t("retention.dry.uncounted", { count: uncounted })}</p>
      )}
      {isCut && <p className="text-amber text-sm">{t("retention.dry.cut")}</p>}
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}
