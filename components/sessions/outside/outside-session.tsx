import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ATTESTED_LOOK } from "@/components/badges/outside";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { Facts } from "@/components/ui/layout/facts";
import { Section } from "@/components/ui/layout/section";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { ImportedLog, ImportedView } from "@/lib/trail/importing/views";
import { t } from "@/messages/translate";
import { formatSize } from "@/messages/values";
import { ownerName } from "./owner-name";

const MISSING = [
  "outside.missing.rights",
  "outside.missing.recording",
  "outside.missing.input",
  "outside.missing.looks",
  "outside.missing.letters",
  "outside.missing.proof",
] as const;

interface OutsideSessionProps {
  imported: ImportedView;
  isLastResort: boolean;
  isOver: boolean;
  /** AWS's word for how it stands. */
  status: string | null;
  /** Of the session at the gateway. */
  address: string;
  /** The transcript. */
  children: ReactNode;
}

/** A session past the portal: who AWS says opened it, what there is of it and what there is not. */
export function OutsideSession({
  imported,
  isLastResort,
  isOver,
  status,
  address,
  children,
}: OutsideSessionProps) {
  const { owner, reason, isBeforeWatch, foundAt, checkedAt } = imported;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <section
        aria-label={t("outside.title")}
        className="grid gap-2 rounded-md border border-amber-line bg-amber-wash px-3 py-3 text-sm"
      >
        <h2 className="flex items-center gap-2 font-semibold text-amber">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {t("outside.title")}
        </h2>
        <p className="max-w-225 min-w-0 break-words">
          <bdi>{t("outside.line", { owner: ownerName(owner) })}</bdi>
        </p>
        {isLastResort && <p className="max-w-225">{t("outside.lastResort.line")}</p>}
        {isBeforeWatch && <p className="text-soft">{t("outside.history")}</p>}
        {!isOver && <p>{t("outside.never-ended")}</p>}
      </section>
      <Facts
        facts={[
          { label: t("outside.owner"), value: <bdi className="break-all font-mono text-xs">{owner}</bdi> },
          ...(reason === null
            ? []
            : [{ label: t("outside.reason"), value: <bdi className="break-words">{reason}</bdi> }]),
          ...(status ? [{ label: t("outside.status"), value: <bdi>{status}</bdi> }] : []),
          { label: t("outside.found"), value: <Time at={foundAt} as="absolute" precision="seconds" /> },
          {
            label: t("outside.checked"),
            value: checkedAt ? (
              <Time at={checkedAt} as="absolute" precision="seconds" />
            ) : (
              t("outside.checked.never")
            ),
          },
          { label: t("outside.logs"), value: <Logs imported={imported} address={address} /> },
        ]}
      />
      <Section title={t("outside.log")} action={<StateBadge look={ATTESTED_LOOK} />}>
        <details className="mb-3 text-sm" open>
          <summary className="cursor-pointer font-medium max-sm:min-h-11">{t("outside.missing")}</summary>
          <ul className="mt-1 ml-5 list-disc text-soft">
            {MISSING.map((code) => (
              <li key={code}>{t(code)}</li>
            ))}
          </ul>
        </details>
        {children}
      </Section>
    </div>
  );
}

function Logs({ imported: { logs, isSettled }, address }: { imported: ImportedView; address: string }) {
  if (logs === null) return t("outside.logs.pending");
  if (logs.length === 0) return t(isSettled ? "outside.logs.none" : "outside.logs.waiting");
  return (
    <ul className="grid gap-2">
      {logs.map((log) => (
        <LogLine key={`${log.source} ${log.number}`} log={log} address={address} />
      ))}
    </ul>
  );
}

function LogLine({ log, address }: { log: ImportedLog; address: string }) {
  const { source, number, lines, bytes, size, sha256, findings } = log;
  const name = source === "stream" ? t("outside.log.stream") : t("outside.log.object", { count: number + 1 });
  const of = source === "stream" ? "stream" : `object.${number}`;
  const kept = { kept: formatSize(bytes), size: formatSize(size) };
  return (
    <li className="grid min-w-0 gap-0.5">
      <span className="flex flex-wrap items-center gap-x-3">
        <span className="font-medium">{name}</span>
        <span className="text-soft">{t("outside.log.size", { lines, size: formatSize(bytes) })}</span>
        <a
          className="inline-flex min-h-11 items-center text-accent underline underline-offset-4 sm:min-h-6"
          href={`${address}/agent-log-file?of=${of}`}
          aria-label={t("outside.log.download.of", { log: name })}
          download
        >
          {t("outside.log.download")}
        </a>
      </span>
      {findings.map((finding) => (
        <span key={finding} className="text-amber">
          {t(`outside.finding.${finding}`, kept)}
        </span>
      ))}
      <span className="flex min-w-0 items-start gap-1 text-faint text-xs">
        <span className="sr-only">{t("outside.log.sum")}</span>
        <code title={t("outside.log.sum")} className="min-w-0 break-all font-mono">
          {sha256}
        </code>
        <CopyButton text={sha256} label={t("outside.log.sum")} />
      </span>
    </li>
  );
}
