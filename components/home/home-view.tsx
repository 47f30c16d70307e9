import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { PageHead } from "@/components/frame/page-head";
import { KeepingList } from "@/components/inbox/keeping-list";
import { TalkList } from "@/components/inbox/talk-list";
import { WaitingCard } from "@/components/inbox/waiting-card";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { StoryPage, StorySection } from "@/components/ui/layout/story";
import type { HomeView as View } from "@/lib/overview/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { ActivityList } from "./activity-list";
import { AskedRow } from "./asked-row";
import { OpenNow } from "./open-now";

export interface HomeViewProps {
  home: View;
  viewerId: string;
  /** Whether this person may request access. */
  canAsk: boolean;
  isAuditSeen: boolean;
  /** My accesses in force, as rows with their buttons. */
  access: ReactNode;
  /** The first-run help; hidden, it is a way to have it back, at the end of the page. */
  help: ReactNode;
  isHelpHidden: boolean;
}

/** My access, what waits for me; beside it what is open and what people did. */
export function HomeView(props: HomeViewProps) {
  const { home, viewerId, canAsk, isAuditSeen, access, help, isHelpHidden } = props;
  const mine = home.access.length + home.asked.length;
  const hasMine = canAsk || mine > 0;
  return (
    <>
      <PageHead title={t("home.title")} />
      <StoryPage
        facts={
          <>
            <StorySection
              title={t("home.open")}
              count={home.openCount}
              more={<More href="/sessions" text={t("nav.sessions")} />}
            >
              {home.open.length === 0 ? (
                <Nothing title={t("home.open.none")} />
              ) : (
                <OpenNow shells={home.open} viewerId={viewerId} />
              )}
            </StorySection>
            <StorySection
              title={t("home.activity")}
              {...(isAuditSeen ? { more: <More href="/audit" text={t("nav.audit")} /> } : {})}
            >
              {home.activity.length === 0 ? (
                <Nothing title={t("home.activity.none")} />
              ) : (
                <ActivityList activity={home.activity} viewerId={viewerId} />
              )}
            </StorySection>
          </>
        }
      >
        {!isHelpHidden && mine === 0 && help}
        {hasMine && (
          <StorySection
            title={t("home.access")}
            count={mine}
            more={<More href="/requests?mine=1" text={t("home.access.all")} />}
          >
            {mine === 0 ? (
              <Nothing title={t("home.access.none")} hint={t("home.access.none.hint")}>
                <Link href="/requests/new" className={cx(buttonClass(), "rail:hidden")}>
                  {t("frame.request")}
                </Link>
              </Nothing>
            ) : (
              <>
                <ul aria-label={t("home.access")}>
                  {access}
                  {home.asked.map((item) => (
                    <AskedRow key={item.request.id} item={item} />
                  ))}
                </ul>
                {canAsk && (
                  <Link href="/requests/new" className={cx(buttonClass(), "mt-3 w-full rail:hidden")}>
                    <Plus aria-hidden className="size-3.5" />
                    {t("frame.request")}
                  </Link>
                )}
              </>
            )}
          </StorySection>
        )}
        <TalkList items={home.questions} />
        {!isHelpHidden && mine > 0 && help}
        <StorySection
          title={t("home.waiting")}
          count={home.waitingCount}
          more={<More href="/inbox" text={t("nav.inbox")} />}
        >
          <KeepingList items={home.keeping} label={t("home.keeping")} />
          {home.waiting.length === 0 && home.keeping.length > 0 ? null : home.waiting.length === 0 ? (
            <Nothing title={t("home.waiting.none")} hint={t("home.waiting.none.hint")} />
          ) : (
            <ul aria-label={t("home.waiting")}>
              {home.waiting.map((item) => (
                <WaitingCard key={item.id} item={item} />
              ))}
            </ul>
          )}
        </StorySection>
        {isHelpHidden && help}
      </StoryPage>
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

function More({ href, text }: { href: string; text: string }) {
  return (
    <Link href={href} className="inline-flex min-h-11 items-center hover:text-ink hover:underline sm:min-h-0">
      {text}
    </Link>
  );
}

/** A part of the page that is empty: centred, with the next step. */
function Nothing({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-1.5 border-line border-b px-4 py-5 text-center text-soft">
      <p className="font-medium text-ink">{title}</p>
      {hint !== undefined && <p className="text-sm">{hint}</p>}
      {children}
    </div>
  );
}
