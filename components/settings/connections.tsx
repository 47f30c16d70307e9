import type { ReactNode } from "react";
import { TEST_LOOK } from "@/components/badges/account";
import { ClassBadge } from "@/components/nodes/class-badge";
import { cx } from "@/components/ui/cx";
import { Notice } from "@/components/ui/notice";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { AccountView, RegionView, TestView } from "@/lib/accounts/views";
import { errorSentence, t } from "@/messages/translate";
import { AllCalls, ConnectionFault } from "./connection-fault";

/** One region of one account. */
export interface Place {
  account: AccountView;
  region: RegionView;
}

interface ConnectionsProps {
  places: readonly Place[];
  /** Orders the test of one region. */
  orderTest: (place: Place) => ReactNode;
}

/** Every connection in one table; under it what is wrong with which, and every call that was tried. */
export function Connections({ places, orderTest }: ConnectionsProps) {
  return (
    <div className="grid min-w-0 gap-4">
      <table aria-label={t("settings.accounts")} className="w-full border-collapse text-sm max-facts:block">
        <thead className="max-facts:sr-only">
          <tr className="text-left text-faint text-xs">
            {(["account", "region", "nodes", "test", "lastStep", "tested"] as const).map((column) => (
              <th key={column} scope="col" className="h-8 border-line border-b px-2 font-medium first:pl-0">
                {t(`settings.column.${column}`)}
              </th>
            ))}
            <th scope="col" className="border-line border-b">
              <span className="sr-only">{t("settings.test.order")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="max-facts:block" aria-live="polite">
          {places.map((place) => (
            <Connection key={keyOf(place)} place={place} order={orderTest(place)} />
          ))}
        </tbody>
      </table>
      {places.map((place) => (
        <Findings key={keyOf(place)} place={place} order={orderTest(place)} />
      ))}
      <details>
        <summary className="min-h-10 cursor-pointer py-2 text-soft text-sm">
          {t("settings.test.steps")}
        </summary>
        <div className="grid gap-5 pt-1">
          {places.map((place) => (
            <AllCalls key={keyOf(place)} name={nameOf(place)} checks={place.region.test.checks} />
          ))}
        </div>
      </details>
    </div>
  );
}

export function keyOf({ account, region }: Place): string {
  return `${account.accountId} ${region.region}`;
}

function nameOf({ account, region }: Place): string {
  return `${account.name} · ${region.region}`;
}

const CELL =
  "h-9 border-line border-b px-2 max-facts:block max-facts:h-auto max-facts:border-0 max-facts:px-0";

function Connection({ place, order }: { place: Place; order: ReactNode }) {
  const { account, region } = place;
  const { test } = region;
  return (
    <tr className="max-facts:grid max-facts:grid-cols-[minmax(0,1fr)_auto] max-facts:items-center max-facts:gap-x-3 max-facts:border-line max-facts:border-b max-facts:py-2">
      <th scope="row" className={cx(CELL, "pl-0 text-left font-medium")}>
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <bdi>{account.name}</bdi>
          <code className="font-mono font-normal text-faint text-xs">{account.accountId}</code>
          <ClassBadge protection={account.protection} as="quiet" />
        </span>
      </th>
      <td className={cx(CELL, "text-soft max-facts:justify-self-end")}>{region.region}</td>
      <td className={cx(CELL, "text-soft tabular-nums")}>
        {region.readAt === null ? (
          "–"
        ) : (
          <>
            <span className="max-facts:hidden">{region.nodes}</span>
            <span className="facts:hidden">{t("settings.nodes", { count: region.nodes })}</span>
          </>
        )}
      </td>
      <td className={cx(CELL, "max-facts:justify-self-end")}>
        <StateBadge look={TEST_LOOK[test.state]} as="plain" />
      </td>
      <td className={cx(CELL, "max-w-72 truncate text-soft")}>{lastStep(test)}</td>
      <td className={cx(CELL, "whitespace-nowrap text-faint max-facts:hidden")}>
        {test.orderedAt && <Time at={test.orderedAt} />}
      </td>
      <td className={cx(CELL, "pr-0 text-right")}>{order}</td>
    </tr>
  );
}

/** How far a test came, or what stopped it. */
function lastStep(test: TestView): string {
  const tried = test.checks.filter(({ state }) => state !== "not-needed");
  const all = tried.length;
  const broken = tried.find(({ remedy }) => remedy !== null);
  switch (test.state) {
    case "never":
      return t("settings.test.never.hint");
    case "running":
      return t("settings.test.running.hint", {
        done: tried.filter(({ state }) => state !== "waiting").length,
        all,
      });
    case "unanswered":
      return t("settings.test.unanswered.hint");
    default:
      return broken
        ? `${broken.action} ${t(`settings.check.${broken.state}`)}`
        : t("settings.test.count", { passed: tried.filter(({ state }) => state === "passed").length, all });
  }
}

/** What is wrong with a connection: with reading its nodes, with its calls. */
function Findings({ place, order }: { place: Place; order: ReactNode }) {
  const { region } = place;
  return (
    <>
      {region.failure !== null && (
        <Notice tone="amber">
          {t("settings.region.failure", { region: nameOf(place) })} {errorSentence(region.failure)}
        </Notice>
      )}
      {region.test.state === "unanswered" && (
        <Notice tone="amber">
          {nameOf(place)}: {t("settings.test.unanswered.hint")}
        </Notice>
      )}
      <ConnectionFault name={nameOf(place)} test={region.test} action={order} />
    </>
  );
}
