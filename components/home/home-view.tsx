import Link from "next/link";
import type { ReactNode } from "react";
import { hrefOf, sentenceOf } from "@/components/audit/audit-sentence";
import { REQUEST_LOOK } from "@/components/badges/request";
import { PageHead } from "@/components/frame/page-head";
import { DueTime } from "@/components/inbox/due-time";
import { WaitingCard } from "@/components/inbox/waiting-card";
import { NodesClass, namesOf } from "@/components/nodes/node-label";
import { buttonClass } from "@/components/ui/controls/button-class";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { RowLink, Rows } from "@/components/ui/layout/rows";
import { Section } from "@/components/ui/layout/section";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { AuditSentence, HomeView as View } from "@/lib/overview/views";
import type { RequestRow } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";

export interface HomeViewProps {
  home: View;
  /** Whether this person may ask for a shell. */
  canAsk: boolean;
  /** The accesses in force, with their buttons. */
  open: ReactNode;
  /** The first-run help; hidden, it is a way to have it back, at the end of the page. */
  help: ReactNode;
  isHelpHidden: boolean;
}

/** What waits for me, what is open, what happened: in this order. */
export function HomeView({ home, canAsk, open, help, isHelpHidden }: HomeViewProps) {
  return (
    <>
      <PageHead
        title={t("home.title")}
        action={
          canAsk ? (
            <Link href="/requests/new" className={buttonClass("primary")}>
              {t("home.ask")}
            </Link>
          ) : undefined
        }
      />
      {!isHelpHidden && help}
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <div className="grid content-start gap-8">
          <Section
            title={t("home.waiting")}
            action={<More shown={home.waiting.length} all={home.waitingCount} href="/inbox" />}
          >
            {home.waiting.length === 0 ? (
              <p className="border-line border-t pt-3 text-soft">{t("home.waiting.none")}</p>
            ) : (
              <ul className="grid gap-3">
                {home.waiting.map((item) => (
                  <WaitingCard key={item.id} item={item} />
                ))}
              </ul>
            )}
          </Section>
          {home.asked.length > 0 && (
            <Section title={t("home.asked")}>
              <Asked requests={home.asked} />
            </Section>
          )}
        </div>
        <div className="grid content-start gap-8">
          <Section
            title={t("home.open")}
            action={<More shown={home.openNow.length} all={home.openCount} href="/sessions?state=open" />}
          >
            {home.openNow.length === 0 ? (
              <p className="border-line border-t pt-3 text-soft">{t("home.open.none")}</p>
            ) : (
              open
            )}
          </Section>
          <Section title={t("home.lately")}>
            <Lately events={home.lately} />
          </Section>
        </div>
      </div>
      {isHelpHidden && help}
    </>
  );
}

/** For somebody whose groups give no role: nothing to do, and why. */
export function NoRoleHome({ groups }: { groups: readonly string[] }) {
  return (
    <>
      <PageHead title={t("home.title")} />
      <EmptyState kind="no-permission">
        <p>{t("home.noRole")}</p>
        <p className="mt-1">
          {groups.length > 0
            ? t("home.noRole.groups", { groups: formatList(groups) })
            : t("home.noRole.noGroups")}
        </p>
      </EmptyState>
    </>
  );
}

function Asked({ requests }: { requests: readonly RequestRow[] }) {
  return (
    <Rows label={t("home.asked")}>
      {requests.map((request) => (
        <RowLink key={request.id} href={`/requests/${request.id}`} name={<bdi>{namesOf(request.nodes)}</bdi>}>
          <NodesClass nodes={request.nodes} />
          <span className="ml-auto flex items-center gap-3">
            <StateBadge look={REQUEST_LOOK[request.state]} />
            <span className="text-soft text-sm">
              <DueTime dueAt={request.lapsesAt} kind="lapse" />
            </span>
          </span>
        </RowLink>
      ))}
    </Rows>
  );
}

function Lately({ events }: { events: readonly AuditSentence[] }) {
  if (events.length === 0) return <p className="text-soft">{t("home.lately.none")}</p>;
  return (
    <ul className="grid gap-1.5">
      {events.map((event) => {
        const href = hrefOf(event);
        const sentence = <bdi>{sentenceOf(event)}</bdi>;
        return (
          <li key={event.id} className="flex items-baseline justify-between gap-3">
            {href === undefined ? (
              <span className="min-w-0">{sentence}</span>
            ) : (
              <Link href={href} className="min-w-0 hover:underline">
                {sentence}
              </Link>
            )}
            <Time at={event.at} className="shrink-0 text-faint text-sm tabular-nums" />
          </li>
        );
      })}
    </ul>
  );
}

function More({ shown, all, href }: { shown: number; all: number; href: string }) {
  if (all <= shown) return null;
  return (
    <Link href={href} className="text-accent text-sm underline underline-offset-4">
      {all >= 100 ? t("home.waiting.many", { count: 99 }) : t("home.waiting.all", { count: all })}
    </Link>
  );
}
