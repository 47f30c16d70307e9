import type { Metadata } from "next";
import { choiceField, dayFields, nodeFields, suggestField, toggleField } from "@/app/(portal)/list-fields";
import { readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { SuggestFilter } from "@/app/client/suggest";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { RecordingSearch } from "@/components/recordings/search/recording-search";
import { FilterBar } from "@/components/ui/filter/filter-bar";
import { type FilterField, hrefOf, type ListAddress, othersOf } from "@/components/ui/filter/filter-fields";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Notice } from "@/components/ui/notice";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { isId } from "@/lib/kernel/ids";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { readSearch, SEARCH_NAMES } from "@/lib/overview/recording-search/read-search";
import { SEARCHED_IN } from "@/lib/overview/recording-search/views";
import { namesBehind } from "@/lib/overview/search/suggest-names";
import { scopeSeen, seesAll } from "@/lib/people/visibility";
import { REVIEW_VERDICTS } from "@/lib/reviews/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("pages.search") });

const PATH = "/sessions/search";

/** Finds text in all recordings that somebody may see. What it finds comes from the gateway: web reads no recording. */
export default async function SearchPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, given] = [await readQuery(searchParams), await readAddress(searchParams)];
  const sessionId = isId("session", query("session")) ? query("session") : undefined;
  const { asked, wrong } = readSearch(query, { isOfSession: sessionId !== undefined });
  const { after: _after, ...address } = given;
  const [places, names] = await pageQuery(
    Promise.all([
      nodeFacets(actor),
      namesBehind(actor, { person: query("person"), node: query("node") }),
      seen(actor),
    ]),
  );
  const fields = sessionId
    ? [...textFields(query), sessionField(sessionId)]
    : [...textFields(query), ...sessionFields(query, { actor, places, names })];
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const search = asked.text === null ? null : askedOf(address, { wrong, sessionId });
  return (
    <div className="-mt-4 grid grid-cols-[minmax(0,1fr)] rail:-mt-6">
      <PageHead title={t("pages.search")} />
      <FilterBar
        path={PATH}
        label={t("pages.search")}
        address={address}
        search={{ label: t("pages.search.field"), value: address.q ?? "", isOnEnter: true }}
        fields={fields}
        suggest={({ name, label, of, isExact = false }) => (
          <SuggestFilter
            kind={of}
            action={PATH}
            name={name}
            label={label}
            isExact={isExact}
            address={address}
            others={othersOf(address, name)}
          />
        )}
      />
      {wrong.length > 0 && (
        <Notice tone="amber">
          {t("lists.wrong", { fields: wrong.map((name) => labels.get(name) ?? name) })}
        </Notice>
      )}
      <PartMessages part="search">
        {search === null ? (
          <EmptyState kind="nothing" title={t("search.none")}>
            {t("search.none.hint")}
          </EmptyState>
        ) : (
          <RecordingSearch
            key={search}
            origin={config().GATEWAY_ORIGIN}
            ask={search}
            inSession={sessionId ? null : hrefOf(PATH, textOf(address), {})}
          />
        )}
      </PartMessages>
    </div>
  );
}

type Query = (name: string) => string | undefined;

async function seen(actor: Parameters<typeof scopeSeen>[0]): Promise<void> {
  scopeSeen(actor, "sessions");
}

function textFields(query: Query): FilterField[] {
  return [
    choiceField(query, {
      ...{ name: "in", label: t("pages.search.where"), fallback: "all" },
      options: SEARCHED_IN.map((where) => ({ value: where, label: t(`pages.search.where.${where}`) })),
    }),
    toggleField(query, { name: "words", label: t("pages.search.words") }),
  ];
}

function sessionField(id: string): FilterField {
  const label = t("pages.search.session");
  return { kind: "choice", name: "session", label, value: id, options: [{ value: id, label: id }] };
}

function sessionFields(
  query: Query,
  {
    actor,
    places,
    names,
  }: {
    actor: Parameters<typeof seesAll>[0];
    places: Parameters<typeof nodeFields>[1];
    names: { person?: string; node?: string };
  },
): FilterField[] {
  const isOfAll = seesAll(actor, "sessions");
  const request = query("request");
  return [
    ...(isOfAll
      ? [
          suggestField(query, {
            ...{ name: "person", label: t("lists.field.person"), of: "person", text: names.person },
          } as const),
        ]
      : []),
    ...nodeFields(query, places, names.node).map((field) =>
      field.name === "protection" ? { ...field, isSecondary: true } : field,
    ),
    choiceField(query, {
      ...{ name: "verdict", label: t("lists.field.verdict"), isSecondary: true },
      options: REVIEW_VERDICTS.map((verdict) => ({ value: verdict, label: t(`review.verdict.${verdict}`) })),
    }),
    ...(request === undefined
      ? []
      : [
          choiceField(query, {
            ...{ name: "request", label: t("pages.search.request") },
            options: [{ value: request, label: request }],
          }),
        ]),
    ...dayFields(query, { from: t("lists.field.from"), until: t("lists.field.until") }, new Date()),
  ];
}

/** What to look for, without which sessions. */
function textOf({ q = "", in: where = "", words = "" }: ListAddress): ListAddress {
  return { q, in: where, words };
}

/** The search's address at the gateway, of what in the page's was understood. */
function askedOf(
  address: ListAddress,
  { wrong, sessionId }: { wrong: readonly string[]; sessionId: string | undefined },
): string {
  const names = sessionId ? SEARCH_NAMES.text : [...SEARCH_NAMES.text, ...SEARCH_NAMES.filters];
  const query = new URLSearchParams();
  for (const name of names) {
    const value = address[name];
    if (value !== undefined && !wrong.includes(name)) query.set(name, value);
  }
  return `${sessionId ? `sessions/${sessionId}/search` : "search"}?${query}`;
}
