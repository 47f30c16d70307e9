import type { Metadata } from "next";
import { dayFields, selectField, textField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { EventList } from "@/components/audit/event-list";
import { AUDIT_CODES } from "@/lib/audit/catalogue";
import { AUDIT_OUTCOMES, countEvents, listEvents } from "@/lib/audit/lists/list-events";
import { auditFilters } from "@/lib/audit/lists/list-filters";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.audit") });

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { filters, wrong } = auditFilters(query);
  const [page, count] = await pageQuery(
    Promise.all([
      listEvents(actor, { ...filters, ...given({ cursor: query("cursor") }) }),
      countEvents(actor, filters),
    ]),
  );
  const outcomes = AUDIT_OUTCOMES.map((one) => ({ value: one, label: t(`audit.outcome.${one}`) }));
  const codes = AUDIT_CODES.map((code) => ({ value: code, label: code }));
  return (
    <ListPage
      path="/audit"
      title={t("nav.audit")}
      search={{ label: t("lists.audit.search"), value: query("q") }}
      fields={[
        selectField(query, { name: "code", label: t("lists.field.code"), options: codes }),
        selectField(query, { name: "outcome", label: t("lists.field.outcome"), options: outcomes }),
        textField(query, "actor", t("lists.field.actor"), true),
        textField(query, "subject", t("lists.field.subject"), true),
        ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }),
      ]}
      wrong={wrong}
      searchParams={searchParams}
      page={page}
      count={count}
      isFiltered={Object.keys(filters).length > 0}
    >
      <EventList events={page.rows} />
    </ListPage>
  );
}
