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
import { VERDICT_LOOK } from "@/components/badges/review";
import { ReviewTable } from "@/components/reviews/review-table";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { listViews } from "@/lib/overview/saved-views/list-views";
import { namesBehind } from "@/lib/overview/search/suggest-names";
import { seesAll } from "@/lib/people/visibility";
import { isOfClosed, reviewFilters, reviewSort, usualReviewSort } from "@/lib/reviews/lists/list-filters";
import { countReviews, listReviews } from "@/lib/reviews/lists/list-reviews";
import { REVIEW_SORTS, REVIEW_STATES, REVIEW_VERDICTS } from "@/lib/reviews/views";
import { END_REASONS } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.reviews") });

const PATH = "/reviews";

/** The queue: what is due first comes first, unless somebody asks for the closed ones. */
export default async function ReviewsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const { filters, wrong } = reviewFilters(query);
  const { sort, wrong: wrongSort } = reviewSort(query, filters);
  const list = { path: PATH, address, columns: REVIEW_SORTS };
  const heads = sortHeads(list, sort, usualReviewSort(filters));
  const isFiltered = Object.keys(filters).some((name) => name !== "state") || query("state") !== undefined;
  const [views, page, count, total, places, names] = await pageQuery(
    Promise.all([
      listViews(actor, "reviews", address),
      listReviews(actor, filters, { sort, ...given({ cursor: query("cursor") }) }),
      countReviews(actor, filters),
      isFiltered ? countReviews(actor) : undefined,
      nodeFacets(actor),
      namesBehind(actor, { person: query("person"), node: query("node") }),
    ]),
  );
  const state = {
    ...{ name: "state", label: t("lists.field.state") },
    fallback: filters.verdict && !query("state") ? "any" : "open",
    options: [
      ...REVIEW_STATES.map((one) => ({ value: one, label: t(`pages.reviews.${one}`) })),
      { value: "any", label: t("lists.any") },
    ],
  };
  const verdicts = REVIEW_VERDICTS.map((one) => ({ value: one, label: VERDICT_LOOK[one].word }));
  const ends = END_REASONS.map((reason) => ({ value: reason, label: t(`end.${reason}`) }));
  const isOfAll = seesAll(actor, "reviews");
  return (
    <ListPage
      path={PATH}
      address={address}
      title={t("nav.reviews")}
      search={t("lists.reviews.search")}
      fields={[
        toggleField(query, { name: "overdue", label: t("lists.overdue") }),
        ...(isOfAll && hasRole(actor, "engineer")
          ? [toggleField(query, { name: "mine", label: t("lists.mine") })]
          : []),
        choiceField(query, state),
        choiceField(query, { name: "verdict", label: t("lists.field.verdict"), options: verdicts }),
        ...(isOfAll
          ? [
              suggestField(query, {
                ...{ name: "person", label: t("lists.field.person"), of: "person", text: names.person },
              }),
            ]
          : []),
        ...nodeFields(query, places, names.node),
        choiceField(query, { name: "end", label: t("lists.field.end"), options: ends, isSecondary: true }),
        textField(query, "incident", t("lists.field.incident")),
        ...dayFields(
          query,
          { from: t("lists.field.due-from"), until: t("lists.field.due-until") },
          new Date(),
        ).map((field) => ({ ...field, isSecondary: true })),
      ]}
      wrong={[...wrong, ...wrongSort]}
      page={page}
      count={count}
      {...(total ? { total } : {})}
      isFiltered={isFiltered}
      views={views}
      empty={{
        things: t("lists.things.reviews"),
        title: t("lists.none.reviews"),
        hint: t("lists.none.reviews.hint"),
        action: { href: `${PATH}?state=closed`, label: t("lists.none.reviews.closed") },
      }}
    >
      <ReviewTable reviews={page.rows} sorts={isOfClosed(filters) ? heads : { due: heads.due }} />
    </ListPage>
  );
}
