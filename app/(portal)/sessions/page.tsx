import type { Metadata } from "next";
import { ListEnd } from "@/app/(portal)/list-end";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PageHead } from "@/components/frame/page-head";
import { SESSION_LOOK } from "@/components/looks";
import { SessionRow } from "@/components/sessions/session-row";
import { FilterBar } from "@/components/ui/filter-bar";
import { Rows } from "@/components/ui/rows";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { listSessions } from "@/lib/sessions/list-sessions";
import { SESSION_STATES, type SessionFilters } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

export const metadata: Metadata = { title: t("nav.sessions") };

export default async function SessionsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const filters = given<SessionFilters>({
    search: query("q"),
    state: oneOf(SESSION_STATES, query("state")),
    nodeId: query("node"),
    personId: query("person"),
  });
  const page = await pageQuery(listSessions(actor, filters, given({ cursor: query("cursor") })));
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <div className="grid gap-4">
      <PageHead title={t("nav.sessions")} />
      <FilterBar
        action="/sessions"
        label={t("nav.sessions")}
        search={{
          name: "q",
          label: t("pages.sessions.search"),
          value: filters.search ?? "",
          placeholder: t("pages.sessions.search"),
        }}
        selects={[
          {
            name: "state",
            label: t("node.filter.state"),
            value: filters.state ?? "",
            options: [
              { value: "", label: t("node.filter.any") },
              ...SESSION_STATES.map((state) => ({ value: state, label: SESSION_LOOK[state].word })),
            ],
          },
        ]}
        isFiltered={isFiltered}
      />
      <ListEnd path="/sessions" searchParams={searchParams} page={page} isFiltered={isFiltered}>
        <Rows label={t("nav.sessions")}>
          {page.rows.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </Rows>
      </ListEnd>
    </div>
  );
}
