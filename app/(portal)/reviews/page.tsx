import type { Metadata } from "next";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { ReviewRow } from "@/components/reviews/review-row";
import { Rows } from "@/components/ui/rows";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { listReviews } from "@/lib/reviews/list-reviews";
import { REVIEW_STATES, type ReviewFilters } from "@/lib/reviews/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.reviews") });

/** The queue: what is due first comes first, unless somebody asks for the closed ones. */
export default async function ReviewsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const state = query("state") === "any" ? undefined : (oneOf(REVIEW_STATES, query("state")) ?? "open");
  const filters = given<ReviewFilters>({ state, search: query("q") });
  const page = await pageQuery(listReviews(actor, filters, given({ cursor: query("cursor") })));
  return (
    <ListPage
      path="/reviews"
      title={t("nav.reviews")}
      search={{ label: t("pages.reviews.search"), value: filters.search }}
      selects={[
        {
          name: "state",
          label: t("pages.reviews.state"),
          value: query("state") ?? "open",
          options: [
            ...REVIEW_STATES.map((one) => ({ value: one, label: t(`pages.reviews.${one}`) })),
            { value: "any", label: t("node.filter.any") },
          ],
        },
      ]}
      searchParams={searchParams}
      page={page}
      isFiltered={query("q") !== undefined || query("state") !== undefined}
    >
      <Rows label={t("nav.reviews")}>
        {page.rows.map((review) => (
          <ReviewRow key={review.id} review={review} />
        ))}
      </Rows>
    </ListPage>
  );
}
