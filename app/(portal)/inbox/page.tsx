import type { Metadata } from "next";
import { ListEnd } from "@/app/(portal)/list-end";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PageHead } from "@/components/frame/page-head";
import { InboxList } from "@/components/inbox/inbox-list";
import { TalkList } from "@/components/inbox/talk-list";
import { FilterBar } from "@/components/ui/filter/filter-bar";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import type { InboxFilters } from "@/lib/inbox/views";
import { INBOX_KINDS } from "@/lib/inbox/views";
import { readInbox } from "@/lib/overview/inbox";
import { readTalk } from "@/lib/overview/talk";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.inbox") });

/** Everything that waits for this person, the most pressing on top. */
export default async function InboxPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const kind = oneOf(INBOX_KINDS, query("kind"));
  const filters = given<InboxFilters>({ kind });
  const [page, talk] = await pageQuery(
    Promise.all([readInbox(actor, filters, given({ cursor: query("cursor") })), readTalk(actor)]),
  );
  return (
    <div className="grid gap-4">
      <PageHead title={t("nav.inbox")} lead={t("inbox.lead")} />
      <TalkList items={talk} />
      <FilterBar
        action="/inbox"
        label={t("nav.inbox")}
        fields={[
          {
            name: "kind",
            kind: "select",
            label: t("inbox.filter.kind"),
            value: kind ?? "",
            options: [
              { value: "", label: t("node.filter.any") },
              ...INBOX_KINDS.map((one) => ({ value: one, label: t(`inbox.filter.${one}`) })),
            ],
          },
        ]}
      />
      <ListEnd
        path="/inbox"
        searchParams={searchParams}
        page={page}
        isFiltered={kind !== undefined}
        hint={t("inbox.none")}
      >
        <InboxList rows={page.rows} />
      </ListEnd>
    </div>
  );
}
