import { TextSearch } from "lucide-react";
import type { Metadata } from "next";
import {
  choiceField,
  dayFields,
  nodeFields,
  sortHeads,
  suggestField,
  textField,
  toggleField,
} from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { COMPLETENESS_LOOK, CORROBORATION_LOOK } from "@/components/badges/grades";
import { RETENTION_LOOK } from "@/components/badges/retention";
import { SESSION_LOOK } from "@/components/badges/session";
import { SessionTable } from "@/components/sessions/session-table";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { listViews } from "@/lib/overview/saved-views/list-views";
import { namesBehind } from "@/lib/overview/search/suggest-names";
import { seesAll } from "@/lib/people/visibility";
import { COMPLETENESS, CORROBORATION } from "@/lib/sessions/grades";
import { sessionFilters, sessionSort } from "@/lib/sessions/lists/list-filters";
import { countSessions, listSessions } from "@/lib/sessions/lists/list-sessions";
import { END_REASONS, RETENTION, SESSION_KINDS, SESSION_SORTS, SESSION_STATES } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.sessions") });

const PATH = "/sessions";

export default async function SessionsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const { filters, wrong } = sessionFilters(query);
  const { sort, wrong: wrongSort } = sessionSort(query);
  const isFiltered = Object.keys(filters).length > 0;
  const [views, page, count, total, places, names] = await pageQuery(
    Promise.all([
      listViews(actor, "sessions", address),
      listSessions(actor, filters, { sort, ...given({ cursor: query("cursor") }) }),
      countSessions(actor, filters),
      isFiltered ? countSessions(actor) : undefined,
      nodeFacets(actor),
      namesBehind(actor, { person: query("person"), node: query("node") }),
    ]),
  );
  const states = [
    { value: "running", label: t("lists.state.running") },
    ...SESSION_STATES.map((state) => ({ value: state, label: SESSION_LOOK[state].word })),
  ];
  const ends = END_REASONS.map((reason) => ({ value: reason, label: t(`end.${reason}`) }));
  const isOfAll = seesAll(actor, "sessions");
  return (
    <ListPage
      path={PATH}
      address={address}
      title={t("nav.sessions")}
      search={t("lists.sessions.search")}
      fields={[
        ...(isOfAll && hasRole(actor, "engineer")
          ? [toggleField(query, { name: "mine", label: t("lists.mine") })]
          : []),
        choiceField(query, { name: "state", label: t("lists.field.state"), options: states }),
        ...(isOfAll
          ? [
              suggestField(query, {
                ...{ name: "person", label: t("lists.field.person"), of: "person", text: names.person },
              }),
            ]
          : []),
        ...nodeFields(query, places, names.node),
        ...(isOfAll
          ? [
              choiceField(query, {
                ...{ name: "kind", label: t("lists.field.kind"), isSecondary: true },
                options: SESSION_KINDS.map((value) => ({ value, label: t(`lists.kind.${value}`) })),
              }),
            ]
          : []),
        choiceField(query, { name: "end", label: t("lists.field.end"), options: ends, isSecondary: true }),
        choiceField(query, {
          ...{ name: "recording", label: t("grade.completeness"), isSecondary: true },
          options: COMPLETENESS.map((value) => ({ value, label: COMPLETENESS_LOOK[value].word })),
        }),
        choiceField(query, {
          ...{ name: "log", label: t("grade.corroboration"), isSecondary: true },
          options: CORROBORATION.map((value) => ({ value, label: CORROBORATION_LOOK[value].word })),
        }),
        choiceField(query, {
          ...{ name: "retention", label: t("lists.field.retention"), isSecondary: true },
          options: RETENTION.map((value) => ({ value, label: RETENTION_LOOK[value].word })),
        }),
        textField(query, "incident", t("lists.field.incident")),
        ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }, new Date()),
      ]}
      wrong={[...wrong, ...wrongSort]}
      page={page}
      count={count}
      {...(total ? { total } : {})}
      isFiltered={isFiltered}
      views={views}
      beside={
        <Link href="/sessions/search" className={buttonClass("quiet")}>
          <TextSearch aria-hidden className="size-3.5" />
          {t("pages.search")}
        </Link>
      }
      empty={{
        things: t("lists.things.sessions"),
        title: t("lists.none.sessions"),
        hint: t("lists.none.sessions.hint"),
        action: { href: "/nodes", label: t("nav.nodes") },
      }}
    >
      <SessionTable
        sessions={page.rows}
        viewerId={actor.id}
        sorts={sortHeads({ path: PATH, address, columns: SESSION_SORTS }, sort, "-started")}
      />
    </ListPage>
  );
}
