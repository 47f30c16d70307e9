import type { ReactNode } from "react";
import { ClassBadge } from "@/components/nodes/class-badge";
import { Time } from "@/components/ui/time/time";
import type { ClassRetention, RuleView } from "@/lib/keeping/retention/views";
import { t } from "@/messages/translate";
import { keptFor } from "./kept-for";

/** The rule of a class: what applies, what will, what waits, and the versions before. */
export function ClassRules({ rules, children }: { rules: ClassRetention; children: ReactNode }) {
  const { protection, inForce, upcoming, versions } = rules;
  const id = `retention-${protection}`;
  return (
    <section aria-labelledby={id} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      <header className="grid gap-1 border-line border-b pb-3">
        <h2 id={id} className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold text-lg">
          <ClassBadge protection={protection} as="head" />
          {keptFor(inForce?.days ?? null)}
        </h2>
        <p className="text-soft text-sm">{inForce ? <SetBy rule={inForce} /> : t("retention.unset")}</p>
        {upcoming && (
          <p className="text-amber text-sm">
            {t("retention.upcoming", { kept: keptFor(upcoming.days) })}{" "}
            <Time at={upcoming.effectiveAt} as="both" />
          </p>
        )}
      </header>
      {children}
      {versions.length > 0 && (
        <details>
          <summary className="min-h-10 cursor-pointer py-2 text-soft text-sm">
            {t("retention.versions", { count: versions.length })}
          </summary>
          <ol className="grid gap-2 pt-1">
            {versions.map((rule) => (
              <li key={rule.id} className="grid gap-0.5 border-line border-b pb-2">
                <span className="font-medium">
                  {t("retention.version", { version: rule.version })} · {keptFor(rule.days)}
                  {rule.isSuperseded && ` · ${t("retention.superseded")}`}
                </span>
                <span className="text-soft text-sm">
                  <SetBy rule={rule} />
                </span>
                <q className="text-sm [overflow-wrap:anywhere]">
                  <bdi>{rule.reason}</bdi>
                </q>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function SetBy({ rule }: { rule: RuleView }) {
  return (
    <>
      <bdi>{t("retention.setBy", { asker: rule.askedBy.name, confirmer: rule.confirmedBy.name })}</bdi>{" "}
      <Time at={rule.effectiveAt} as="absolute" />
    </>
  );
}
