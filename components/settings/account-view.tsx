import type { ReactNode } from "react";
import { ClassBadge } from "@/components/nodes/class-badge";
import { Facts } from "@/components/ui/layout/facts";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time/time";
import type { AccountView as Account, DocumentView, RegionView } from "@/lib/accounts/views";
import { errorSentence, t } from "@/messages/translate";
import { ConnectionTest } from "./connection-test";
import { SessionDocument } from "./session-document";

interface AccountViewProps {
  account: Account;
  orderTest: (region: RegionView) => ReactNode;
  orderDocument: (region: string, document: DocumentView) => ReactNode;
}

/** One connected account: region by region what is read and allowed, then its session document and its roles. */
export function AccountView({ account, orderTest, orderDocument }: AccountViewProps) {
  return (
    <article aria-label={account.name} className="grid gap-5 rounded-md border border-line p-3 sm:p-5">
      <h3 className="flex flex-wrap items-baseline gap-x-3 gap-y-1 font-semibold text-lg">
        <bdi>{account.name}</bdi>
        <span className="font-normal text-faint text-sm tabular-nums">{account.accountId}</span>
        <ClassBadge protection={account.protection} />
      </h3>
      {account.regions.map((region) => (
        <section
          key={region.region}
          aria-label={`${account.name} ${region.region}`}
          className="grid min-w-0 gap-2"
        >
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b pb-1">
            <h4 className="font-semibold">{region.region}</h4>
            <Inventory region={region} />
          </div>
          {region.failure !== null && (
            <Notice tone="amber">
              {t("settings.region.failure", { region: region.region })} {errorSentence(region.failure)}
            </Notice>
          )}
          <ConnectionTest test={region.test} action={orderTest(region)} />
        </section>
      ))}
      <section className="grid min-w-0 gap-2">
        <h4 className="border-line border-b pb-1 font-semibold">{t("settings.documents")}</h4>
        <SessionDocument account={account} order={orderDocument} />
      </section>
      <section className="grid min-w-0 gap-2">
        <h4 className="border-line border-b pb-1 font-semibold">{t("settings.account.roles")}</h4>
        <Facts
          facts={[
            ...account.roles.map(({ role, arn }) => ({ label: role, value: <Arn arn={arn} /> })),
            { label: t("settings.account.log"), value: <Arn arn={account.logGroupName} /> },
          ]}
        />
      </section>
    </article>
  );
}

function Inventory({ region }: { region: RegionView }) {
  if (region.readAt === null)
    return <span className="text-soft text-sm">{t("settings.region.neverRead")}</span>;
  return (
    <span className="text-soft text-sm">
      {t("settings.region.nodes", { count: region.nodes })}, {t("settings.region.read")}{" "}
      <Time at={region.readAt} />
    </span>
  );
}

function Arn({ arn }: { arn: string }) {
  return <code className="break-all font-mono text-xs">{arn}</code>;
}
