import type { ReactNode } from "react";
import type { LastResortView } from "@/lib/accounts/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { COMMANDS, placeCommand } from "./commands";

interface CardProps {
  places: readonly LastResortView[];
  /** Where the portal is when it is up. */
  origin: string;
  madeAt: Date;
}

/** What hangs on the wall: black on white whatever the theme, since it is looked at before it is printed. */
export function Card({ places, origin, madeAt }: CardProps) {
  return (
    <article className="paper grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-line p-5 text-sm print:max-w-none print:gap-2 print:border-0 print:p-0 print:text-[8.5pt]">
      <header className="grid gap-1">
        <h2 className="font-semibold text-lg print:text-[14pt]">{t("lastResort.heading")}</h2>
        <p>{t("lastResort.when")}</p>
        <p className="font-medium">{t("lastResort.alarm")}</p>
      </header>
      <Step title={t("lastResort.step.place")}>
        {places.map((place) => (
          <div key={`${place.accountId} ${place.region}`} className="grid min-w-0 break-inside-avoid">
            <p>
              <bdi className="font-medium">{place.name}</bdi> · {place.accountId} · {place.region}
            </p>
            {place.roleArn === null ? (
              <p>{t("lastResort.none")}</p>
            ) : (
              <Lines lines={[placeCommand({ ...place, roleArn: place.roleArn })]} />
            )}
          </div>
        ))}
      </Step>
      <Step title={t("lastResort.step.profile")}>
        <Lines lines={[COMMANDS.me, ...COMMANDS.profile]} />
      </Step>
      <Step title={t("lastResort.step.find")}>
        <Lines lines={COMMANDS.find} />
      </Step>
      <Step title={t("lastResort.step.open")}>
        <Lines lines={COMMANDS.open} />
      </Step>
      <Step title={t("lastResort.step.again")}>
        <Lines lines={COMMANDS.again} />
      </Step>
      <section className="grid gap-1">
        <h3 className="font-medium">{t("lastResort.recorded")}</h3>
        <p>{t("lastResort.recorded.yes")}</p>
        <p>{t("lastResort.recorded.no")}</p>
        <p>{t("lastResort.after")}</p>
      </section>
      <footer>
        {t("lastResort.made", { at: formatUtc(madeAt, "minutes"), origin })} {t("lastResort.renew")}
      </footer>
    </article>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-1">
      <h3 className="font-medium">{title}</h3>
      {children}
    </section>
  );
}

/** Lines that are typed off: wrapped rather than cut, on paper nobody can scroll. */
function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <pre className="whitespace-pre-wrap wrap-anywhere font-mono text-xs [font-variant-ligatures:none] print:text-[7.5pt]">
      {lines.join("\n")}
    </pre>
  );
}
