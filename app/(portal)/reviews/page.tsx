import type { Metadata } from "next";
import { dayFields, nodeFields, selectField, textField, tickField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { VERDICT_LOOK } from "@/components/badges/review";
import { REVIEW_COLUMNS, ReviewRow } from "@/components/reviews/review-row";
import { Rows } from "@/components/ui/layout/rows";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { nodeFacets } from "@/lib/nodes/lists/list-nodes";
import { reviewFilters } from "@/lib/reviews/lists/list-filters";
import { countReviews, listReviews } from "@/lib/reviews/lists/list-reviews";
import { REVIEW_STATES, REVIEW_VERDICTS } from "@/lib/reviews/views";
import { END_REASONS } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.reviews") });

/** The queue: what is due first comes first, unless somebody asks for the closed ones. */
export default async function ReviewsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const { filters, wrong } = reviewFilters(query);
  const [page, count, places] = await pageQuery(
    Promise.all([
      listReviews(actor, filters, given({ cursor: query("cursor") })),
      countReviews(actor, filters),
      nodeFacets(actor),
    ]),
  );
  const states = [
    ...REVIEW_STATES.map((one) => ({ value: one, label: t(`pages.reviews.${one}`) })),
    { value: "any", label: t("node.filter.any") },
  ];
  const state = { name: "state", label: t("lists.field.state"), options: states, fallback: "open" };
  const verdicts = REVIEW_VERDICTS.map((one) => ({ value: one, label: VERDICT_LOOK[one].word }));
  const ends = END_REASONS.map((reason) => ({ value: reason, label: t(`end.${reason}`) }));
  return (
    <ListPage
      path="/reviews"
      title={t("nav.reviews")}
      search={{ label: t("pages.reviews.search"), value: query("q") }}
      fields={[
        selectField(query, filters.verdict && !query("state") ? { ...state, fallback: "any" } : state),
        selectField(query, { name: "verdict", label: t("lists.field.verdict"), options: verdicts }),
        textField(query, "person", t("lists.field.person")),
        ...nodeFields(query, places),
        selectField(query, { name: "end", label: t("lists.field.end"), options: ends, isSecondary: true }),
        textField(query, "incident", t("lists.field.incident"), true),
        ...dayFields(query, { from: t("lists.field.due-from"), until: t("lists.field.due-until") }),
        tickField(query, "overdue", t("lists.overdue")),
        tickField(query, "mine", t("lists.mine")),
      ]}
      wrong={wrong}
      searchParams={searchParams}
      page={page}
      count={count}
      isFiltered={Object.keys(filters).some((name) => name !== "state") || query("state") !== undefined}
    >
      <Rows
        label={t("nav.reviews")}
        columns={REVIEW_COLUMNS}
        heads={[
          t("lists.column.who"),
          t("lists.column.class"),
          t("lists.column.why"),
          t("lists.column.state"),
          t("lists.column.due"),
        ]}
      >
        {page.rows.map((review) => (
          <ReviewRow key={review.id} review={review} />
        ))}
      </Rows>
    </ListPage>
  );
}
