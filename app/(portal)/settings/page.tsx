import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ReadAgain } from "@/app/client/read-again";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { OnCallFeeds } from "@/components/people/on-call-feeds";
import { RoleTable } from "@/components/people/role-table";
import { AccountRoles } from "@/components/settings/account-roles";
import { Channels } from "@/components/settings/channels";
import { Connections, keyOf, type Place } from "@/components/settings/connections";
import { FirstRun } from "@/components/settings/first-run";
import { SessionDocument } from "@/components/settings/session-document";
import { Approval, Durations, Provider } from "@/components/settings/set-elsewhere";
import { SettingList } from "@/components/settings/setting-list";
import { SettingsSection } from "@/components/settings/settings-section";
import { SideList } from "@/components/settings/side-list";
import Link from "@/components/ui/controls/link";
import { readAccounts } from "@/lib/accounts/read-accounts";
import type { AccountView, RegionView } from "@/lib/accounts/views";
import { readChannels } from "@/lib/deliveries/channels";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { type FirstRunView, readFirstRun } from "@/lib/overview/first-run/read-first-run";
import { type FirstRunStep, firstRunLines } from "@/lib/overview/first-run/rules";
import { readSettings, type SettingsView } from "@/lib/people/settings/read-settings";
import { readPolicyVersion } from "@/lib/policy/versions/read-policy";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { OrderDocument, OrderTest, TestAll } from "./orders";

export const generateMetadata = (): Metadata => ({ title: t("nav.settings") });

export default async function SettingsPage() {
  const actor = await pageActor();
  const [settings, accounts, firstRun, channels, version] = await pageQuery(
    Promise.all([
      readSettings(actor),
      readAccounts(actor),
      readFirstRun(actor),
      readChannels(actor),
      readPolicyVersion(),
    ]),
  );
  const places = accounts.flatMap((account) => account.regions.map((region) => ({ account, region })));
  const lines = firstRunLines({
    hasProviderTrouble: settings.provider.trouble !== null,
    accounts,
    approvers: firstRun.approvers.count,
    hasReviewedShell: firstRun.hasReviewedShell,
  });
  const done = lines.filter(({ state }) => state === "done").length;
  return (
    <PartMessages part="administration">
      <PageHead title={t("nav.settings")} />
      {accounts.some(isUnderWay) && <ReadAgain />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 facts:grid-cols-[11rem_minmax(0,1fr)]">
        <SideList done={done} all={lines.length} />
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-9">
          <SettingsSection name="first-run" count={t("settings.firstRun.count", { done, all: lines.length })}>
            <FirstRun
              lines={lines}
              hints={hintsOf(settings, places, firstRun)}
              testAll={(isNext) => <TestAll places={places.map(orderPlace)} isNext={isNext} />}
            />
          </SettingsSection>
          <SettingsSection
            name="accounts"
            count={t("settings.accounts.count", { accounts: accounts.length, regions: places.length })}
          >
            <Connections
              places={places}
              orderTest={(place) => (
                <OrderTest place={orderPlace(place)} isRunning={place.region.test.state === "running"} />
              )}
            />
            <Link href="/last-resort" className="inline-flex min-h-11 items-center text-accent underline">
              {t("lastResort.title")}
            </Link>
            <Folded title={t("settings.account.roles")}>
              {accounts.map((account) => (
                <AccountRoles key={account.accountId} account={account} />
              ))}
            </Folded>
          </SettingsSection>
          <SettingsSection name="documents">
            <div className="grid grid-cols-[minmax(0,1fr)] gap-6 pt-3">
              {accounts.map((account) => (
                <SessionDocument
                  key={account.accountId}
                  account={account}
                  order={(region, { name }) => (
                    <OrderDocument place={documentPlace(account, region)} name={name} />
                  )}
                />
              ))}
            </div>
          </SettingsSection>
          <SettingsSection name="approval" lead={t("settings.roles.lead")}>
            <Approval incident={settings.incident} ruleVersion={version}>
              <RoleTable roles={settings.roles} />
              <h3 className="pt-2 font-medium">{t("settings.onCall")}</h3>
              <OnCallFeeds feeds={settings.onCall} />
            </Approval>
            <Link href="/policy" className="inline-flex min-h-11 items-center text-accent underline">
              {t("policy.title")}
            </Link>
          </SettingsSection>
          <SettingsSection name="durations" count={t("settings.readOnly")}>
            <Durations windows={settings.windows} />
            <Link href="/retention" className="inline-flex min-h-11 items-center text-accent underline">
              {t("retention.title")}
            </Link>
          </SettingsSection>
          <SettingsSection name="channels" count={t("settings.readOnly")}>
            <Channels channels={channels} />
          </SettingsSection>
          <SettingsSection name="sign-in" count={t("settings.readOnly")}>
            <Provider provider={settings.provider} />
          </SettingsSection>
          <SettingsSection name="environment" count={t("settings.readOnly")}>
            <SettingList settings={settings.settings} file={settings.file} />
          </SettingsSection>
        </div>
      </div>
    </PartMessages>
  );
}

function Folded({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details>
      <summary className="min-h-10 cursor-pointer py-2 text-soft text-sm">{title}</summary>
      <div className="grid gap-5 pt-1">{children}</div>
    </details>
  );
}

function orderPlace({ account, region }: Place) {
  return documentPlace(account, region.region);
}

function documentPlace({ accountId, name }: AccountView, region: string) {
  return { accountId, accountName: name, region };
}

/** Whether something that was ordered has no result yet. */
function isUnderWay({ regions }: AccountView): boolean {
  return regions.some(
    ({ test, expected }) =>
      test.state === "running" || expected.state === "wanted" || expected.state === "creating",
  );
}

/** What is so, step by step. */
function hintsOf(
  settings: SettingsView,
  places: readonly Place[],
  { people, approvers }: FirstRunView,
): Record<FirstRunStep, string> {
  const { trouble } = settings.provider;
  const unread = places.find(({ region }) => region.failure !== null || region.readAt === null);
  const count = (is: (region: RegionView) => boolean) => places.filter(({ region }) => is(region)).length;
  const all = places.length;
  return {
    provider: trouble
      ? t(`settings.provider.${trouble.cause}`)
      : t("settings.firstRun.provider.hint", { people }),
    accounts: unread
      ? t("settings.firstRun.accounts.unread", { place: keyOf(unread) })
      : t("settings.firstRun.accounts.hint", {
          nodes: places.reduce((sum, { region }) => sum + region.nodes, 0),
        }),
    connections: t("settings.firstRun.connections.hint", {
      passed: count(({ test }) => test.state === "passed"),
      all,
    }),
    documents: t("settings.firstRun.documents.hint", {
      ready: count(({ inUse }) => inUse.state === "ready"),
      all,
    }),
    approvers: approversHint(approvers),
    trial: t("settings.firstRun.trial.hint"),
  };
}

function approversHint({ count, names }: FirstRunView["approvers"]): string {
  if (count === 0) return t("settings.firstRun.approvers.none");
  const people = formatList(names);
  if (count === 1) return t("settings.firstRun.approvers.one", { people });
  const more = count - names.length;
  return t("settings.firstRun.approvers.several", { people, more: more > 0 ? more : undefined });
}
