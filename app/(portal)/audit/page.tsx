import type { Metadata } from "next";
import { choiceField, dayFields, pageAsked, suggestField, toggleField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { EventList } from "@/components/audit/event-list";
import { AUDIT_CODES } from "@/lib/audit/catalogue";
import { countEvents, listAuditLines } from "@/lib/audit/lists/list-events";
import { auditFilters } from "@/lib/audit/lists/list-filters";
import { AUDIT_OUTCOMES } from "@/lib/audit/lists/views";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { listViews } from "@/lib/overview/saved-views/list-views";
import { namesBehind } from "@/lib/overview/search/suggest-names";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.audit") });

const PATH = "/audit";

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const { filters, wrong } = auditFilters(query);
  const isFiltered = Object.keys(filters).length > 0;
  const [views, page, count, total, names] = await pageQuery(
    Promise.all([
      listViews(actor, "audit", address),
      listAuditLines(actor, { ...filters, ...pageAsked(query) }),
      countEvents(actor, filters),
      isFiltered ? countEvents(actor) : undefined,
      namesBehind(actor, { person: query("actor"), node: query("subject") }),
    ]),
  );
  const now = new Date();
  const outcome = query("outcome");
  const outcomes = AUDIT_OUTCOMES.map((one) => ({ value: one, label: t(`audit.outcome.${one}`) }));
  const codes = AUDIT_CODES.map((code) => ({ value: code, label: code }));
  // An id of something else than a node comes from a link: it says what the events are about.
  const isNode = query("subject") === undefined || names.node !== undefined;
  return (
    <ListPage
      path={PATH}
      address={address}
      title={t("nav.audit")}
      search={t("lists.audit.search")}
      fields={[
        suggestField(query, {
          ...{ name: "actor", label: t("lists.field.actor"), of: "person", text: names.person },
        }),
        suggestField(query, {
          ...{ name: "subject", label: t(isNode ? "lists.field.node" : "lists.field.subject") },
          ...{ of: "node", text: names.node, isExact: true },
        }),
        choiceField(query, { name: "code", label: t("lists.field.code"), options: codes }),
        outcome === undefined || outcome === "refused"
          ? toggleField(query, { name: "outcome", on: "refused", label: t("lists.refused") })
          : choiceField(query, { name: "outcome", label: t("lists.field.outcome"), options: outcomes }),
        ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }, now),
      ]}
      wrong={wrong}
      page={page}
      count={count}
      {...(total ? { total } : {})}
      isFiltered={isFiltered}
      views={views}
      empty={{
        things: t("lists.things.events"),
        title: t("lists.none.events"),
        hint: t("lists.none.events.hint"),
      }}
    >
      <EventList events={page.rows} path={PATH} address={address} now={now} />
    </ListPage>
  );
}
