import type { Metadata } from "next";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { SESSION_LOOK } from "@/components/looks";
import { SessionRow } from "@/components/sessions/session-row";
import { Rows } from "@/components/ui/rows";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { listSessions } from "@/lib/sessions/list-sessions";
import { SESSION_STATES, type SessionFilters } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.sessions") });

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
  return (
    <ListPage
      path="/sessions"
      title={t("nav.sessions")}
      search={{ label: t("pages.sessions.search"), value: filters.search }}
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
      searchParams={searchParams}
      page={page}
      isFiltered={Object.keys(filters).length > 0}
    >
      <Rows label={t("nav.sessions")}>
        {page.rows.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Rows>
    </ListPage>
  );
}
