import type { Metadata } from "next";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { EventList } from "@/components/audit/event-list";
import { AUDIT_CODES } from "@/lib/audit/catalogue";
import { listEvents } from "@/lib/audit/list-events";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.audit") });

const OUTCOMES = ["done", "refused", "failed"] as const;

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const filters = given<{
    code: (typeof AUDIT_CODES)[number];
    outcome: (typeof OUTCOMES)[number];
    subjectId: string;
  }>({
    code: oneOf(AUDIT_CODES, query("code")),
    outcome: oneOf(OUTCOMES, query("outcome")),
    subjectId: query("q")?.slice(0, 64),
  });
  const page = await pageQuery(listEvents(actor, { ...filters, ...given({ cursor: query("cursor") }) }));
  const any = { value: "", label: t("node.filter.any") };
  return (
    <ListPage
      path="/audit"
      title={t("nav.audit")}
      search={{ label: t("pages.audit.subject"), value: filters.subjectId }}
      selects={[
        {
          name: "code",
          label: t("pages.audit.code"),
          value: filters.code ?? "",
          options: [any, ...AUDIT_CODES.map((code) => ({ value: code, label: code }))],
        },
        {
          name: "outcome",
          label: t("pages.audit.outcome"),
          value: filters.outcome ?? "",
          options: [any, ...OUTCOMES.map((one) => ({ value: one, label: t(`audit.outcome.${one}`) }))],
        },
      ]}
      searchParams={searchParams}
      page={page}
      isFiltered={Object.keys(filters).length > 0}
    >
      <EventList events={page.rows} />
    </ListPage>
  );
}
