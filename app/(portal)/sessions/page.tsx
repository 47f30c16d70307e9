import type { Metadata } from "next";
import { dayFields, nodeFields, selectField, textField, tickField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { SESSION_LOOK } from "@/components/badges/session";
import { SESSION_COLUMNS, SessionRow } from "@/components/sessions/session-row";
import { Rows } from "@/components/ui/layout/rows";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { sessionFilters } from "@/lib/sessions/lists/list-filters";
import { countSessions, listSessions } from "@/lib/sessions/lists/list-sessions";
import { END_REASONS, SESSION_STATES } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.sessions") });

export default async function SessionsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { filters, wrong } = sessionFilters(query);
  const [page, count, places] = await pageQuery(
    Promise.all([
      listSessions(actor, filters, given({ cursor: query("cursor") })),
      countSessions(actor, filters),
      nodeFacets(actor),
    ]),
  );
  const states = [
    { value: "running", label: t("lists.state.running") },
    ...SESSION_STATES.map((state) => ({ value: state, label: SESSION_LOOK[state].word })),
  ];
  const ends = END_REASONS.map((reason) => ({ value: reason, label: t(`end.${reason}`) }));
  return (
    <ListPage
      path="/sessions"
      title={t("nav.sessions")}
      search={{ label: t("pages.sessions.search"), value: query("q") }}
      fields={[
        selectField(query, { name: "state", label: t("lists.field.state"), options: states }),
        textField(query, "person", t("lists.field.person")),
        ...nodeFields(query, places),
        selectField(query, { name: "end", label: t("lists.field.end"), options: ends, isSecondary: true }),
        textField(query, "incident", t("lists.field.incident"), true),
        ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }),
        tickField(query, "mine", t("lists.mine")),
      ]}
      wrong={wrong}
      searchParams={searchParams}
      page={page}
      count={count}
      isFiltered={Object.keys(filters).length > 0}
    >
      <Rows
        label={t("nav.sessions")}
        columns={SESSION_COLUMNS}
        heads={[
          t("lists.column.who"),
          t("lists.column.class"),
          t("lists.column.lasted"),
          t("lists.column.why"),
          t("lists.column.review"),
          t("lists.column.state"),
          t("lists.column.opened"),
        ]}
      >
        {page.rows.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Rows>
    </ListPage>
  );
}
