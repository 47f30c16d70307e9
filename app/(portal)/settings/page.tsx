import type { Metadata } from "next";
import { PageHead } from "@/components/frame/page-head";
import { RoleTable } from "@/components/people/role-table";
import { AccountView } from "@/components/settings/account-view";
import { SettingList } from "@/components/settings/setting-list";
import { Facts } from "@/components/ui/layout/facts";
import { Section } from "@/components/ui/layout/section";
import { Notice } from "@/components/ui/notice";
import { readAccounts } from "@/lib/accounts/read-accounts";
import type { AccountView as Account } from "@/lib/accounts/views";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { readSettings, type SettingsView } from "@/lib/people/settings/read-settings";
import { RULE_VERSION } from "@/lib/policy/evaluate";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { OrderDocument, OrderTest, ReadAgain } from "./orders";

export const generateMetadata = (): Metadata => ({ title: t("nav.settings") });

export default async function SettingsPage() {
  const actor = await pageActor();
  const settings = await pageQuery(readSettings(actor));
  const accounts = await pageQuery(readAccounts(actor));
  return (
    <div className="grid gap-8">
      <PageHead title={t("nav.settings")} lead={<p className="max-w-prose">{t("settings.lead")}</p>} />
      {accounts.some(isUnderWay) && <ReadAgain />}
      <Section title={t("settings.accounts")}>
        <div className="grid gap-6">
          {accounts.map((account) => (
            <AccountView
              key={account.accountId}
              account={account}
              orderTest={({ region, test }) => (
                <OrderTest place={placeOf(account, region)} isRunning={test.state === "running"} />
              )}
              orderDocument={(region, { name }) => (
                <OrderDocument place={placeOf(account, region)} name={name} />
              )}
            />
          ))}
        </div>
      </Section>
      <Section title={t("settings.roles")}>
        <p className="mb-3 max-w-prose text-soft">{t("settings.roles.lead")}</p>
        <RoleTable roles={settings.roles} />
      </Section>
      <Section title={t("settings.provider")}>
        <Provider provider={settings.provider} />
      </Section>
      <div className="grid gap-8 lg:grid-cols-3">
        <Section title={t("settings.windows")}>
          <Windows windows={settings.windows} />
        </Section>
        <Section title={t("settings.incident")}>
          <Incident incident={settings.incident} />
        </Section>
        <Section title={t("settings.rules")}>
          <Facts facts={[{ label: t("settings.rules.version"), value: RULE_VERSION }]} />
          <p className="mt-2 max-w-prose text-soft">{t("settings.rules.hint")}</p>
        </Section>
      </div>
      <Section title={t("settings.sources")}>
        <SettingList settings={settings.settings} file={settings.file} />
      </Section>
    </div>
  );
}

function placeOf({ accountId, name }: Account, region: string) {
  return { accountId, accountName: name, region };
}

/** Whether something that was ordered has no result yet. */
function isUnderWay({ regions }: Account): boolean {
  return regions.some(
    ({ test, expected }) =>
      test.state === "running" || expected.state === "wanted" || expected.state === "creating",
  );
}

function Windows({ windows }: { windows: SettingsView["windows"] }) {
  const rows = [
    ["shortest", windows.shortestSeconds],
    ["longest", windows.longestSeconds],
    ["usual", windows.usualSeconds],
    ["startWithin", windows.startWithinSeconds],
  ] as const;
  return (
    <Facts
      facts={rows.map(([name, seconds]) => ({
        label: t(`settings.windows.${name}`),
        value: <span className="tabular-nums">{formatDuration(seconds)}</span>,
      }))}
    />
  );
}

function Provider({ provider }: Pick<SettingsView, "provider">) {
  const { issuer, groupsClaim, trouble } = provider;
  return (
    <>
      {trouble !== null && (
        <div className="mb-3">
          <Notice tone="red" role="alert">
            {t(`settings.provider.${trouble.cause}`)}{" "}
            <bdi className="font-mono text-xs">{trouble.detail}</bdi>
          </Notice>
        </div>
      )}
      <Facts
        facts={[
          {
            label: t("settings.provider.issuer"),
            value: <code className="break-all font-mono text-xs">{issuer}</code>,
          },
          {
            label: t("settings.provider.claim"),
            value: <code className="break-all font-mono text-xs">{groupsClaim}</code>,
          },
        ]}
      />
    </>
  );
}

function Incident({ incident }: { incident: SettingsView["incident"] }) {
  if (!incident) return <p className="text-soft">{t("settings.incident.none")}</p>;
  return (
    <Facts
      facts={[
        {
          label: t("settings.incident.pattern"),
          value: <code className="break-all font-mono text-xs">{incident.pattern}</code>,
        },
        {
          label: t("settings.incident.link"),
          value: <code className="break-all font-mono text-xs">{incident.link}</code>,
        },
      ]}
    />
  );
}
