import type { Metadata } from "next";
import { toggleField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { InboxList } from "@/components/inbox/inbox-list";
import { KeepingList } from "@/components/inbox/keeping-list";
import { NoticeList } from "@/components/inbox/notice-list";
import { TalkList } from "@/components/inbox/talk-list";
import { StorySection } from "@/components/ui/layout/story";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import type { InboxFilters } from "@/lib/inbox/views";
import { INBOX_KINDS } from "@/lib/inbox/views";
import { readWaitingForSecond } from "@/lib/keeping/waiting/read-waiting";
import { readInbox } from "@/lib/overview/inbox";
import { readNotices } from "@/lib/overview/notices/read-notices";
import { readTalk } from "@/lib/overview/talk";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.inbox") });

const PATH = "/inbox";

/** Everything that waits for this person, the most pressing on top. */
export default async function InboxPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const kind = oneOf(INBOX_KINDS, query("kind"));
  const filters = given<InboxFilters>({ kind });
  const [page, notices, talk, keeping] = await pageQuery(
    Promise.all([
      readInbox(actor, filters, given({ cursor: query("cursor") })),
      readNotices(actor),
      readTalk(actor),
      readWaitingForSecond(actor),
    ]),
  );
  // One of two: the one that is not on leads to itself alone.
  const kinds = INBOX_KINDS.map((one) => ({
    ...toggleField(query, { name: "kind", on: one, label: t(`inbox.filter.${one}`) }),
    ...(kind === one ? {} : { value: "" }),
  }));
  return (
    <ListPage
      path={PATH}
      address={address}
      title={t("nav.inbox")}
      fields={kinds}
      page={page}
      before={
        <div className="grid gap-6 not-empty:mb-6">
          <NoticeList notices={notices.rows} />
          <TalkList items={talk} />
          {keeping.length > 0 && (
            <StorySection title={t("home.keeping")} count={keeping.length} className="max-w-4xl">
              <KeepingList items={keeping} label={t("home.keeping")} />
            </StorySection>
          )}
        </div>
      }
      isFiltered={kind !== undefined}
      isBelowOthers={talk.length + keeping.length > 0}
      empty={{
        things: t("lists.things.items"),
        title: t("home.waiting.none"),
        hint: t("inbox.none"),
      }}
    >
      <InboxList rows={page.rows} />
    </ListPage>
  );
}
