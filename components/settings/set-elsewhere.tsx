import type { ReactNode } from "react";
import { Facts } from "@/components/ui/layout/facts";
import { Notice } from "@/components/ui/notice";
import type { SettingsView } from "@/lib/people/settings/read-settings";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

/** Which groups make which role, by which rules is decided, and how an incident is written. */
export function Approval({
  incident,
  ruleVersion,
  children,
}: Pick<SettingsView, "incident"> & { ruleVersion: string; children: ReactNode }) {
  return (
    <div className="grid gap-4 pt-3">
      {children}
      <p className="max-w-prose text-soft">{t("settings.rules.hint")}</p>
      <Facts
        facts={[
          { label: t("settings.rules.version"), value: ruleVersion },
          ...(incident
            ? [
                { label: t("settings.incident.pattern"), value: <Code>{incident.pattern}</Code> },
                { label: t("settings.incident.link"), value: <Code>{incident.link}</Code> },
              ]
            : [{ label: t("settings.incident.pattern"), value: t("settings.incident.none") }]),
        ]}
      />
    </div>
  );
}

/** How long access may be, and how long it waits to be used. */
export function Durations({ windows }: Pick<SettingsView, "windows">) {
  const rows = [
    ["shortest", windows.shortestSeconds, "WINDOW_MIN_SECONDS"],
    ["longest", windows.longestSeconds, "WINDOW_MAX_SECONDS"],
    ["usual", windows.usualSeconds, "WINDOW_DEFAULT_SECONDS"],
    ["startWithin", windows.startWithinSeconds, "START_WITHIN_SECONDS"],
  ] as const;
  return (
    <div className="pt-3">
      <Facts
        facts={rows.map(([name, seconds, setting]) => ({
          label: t(`settings.windows.${name}`),
          value: (
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span className="tabular-nums">{formatDuration(seconds)}</span>
              <code className="break-all font-mono text-faint text-xs">{setting}</code>
            </span>
          ),
        }))}
      />
    </div>
  );
}

/** Where people sign in, and what is wrong there. */
export function Provider({ provider }: Pick<SettingsView, "provider">) {
  const { issuer, groupsClaim, trouble } = provider;
  return (
    <div className="grid gap-3 pt-3">
      {trouble !== null && (
        <Notice tone="red" role="alert">
          {t(`settings.provider.${trouble.cause}`)} <bdi className="font-mono text-xs">{trouble.detail}</bdi>
        </Notice>
      )}
      <Facts
        facts={[
          { label: t("settings.provider.issuer"), value: <Code>{issuer}</Code> },
          { label: t("settings.provider.claim"), value: <Code>{groupsClaim}</Code> },
        ]}
      />
    </div>
  );
}

function Code({ children }: { children: string }) {
  return <code className="break-all font-mono text-xs">{children}</code>;
}
