import { reviewLook } from "@/components/badges/review";
import { NodeClass } from "@/components/nodes/node-label";
import { RowLink } from "@/components/ui/layout/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { ReviewRow as Row } from "@/lib/reviews/views";
import { t } from "@/messages/translate";

/** The columns of the list of reviews: who and where, class, why, state, due or closed. */
export const REVIEW_COLUMNS = "lg:grid-cols-[minmax(12rem,1.3fr)_9.5rem_minmax(8rem,2fr)_7rem_13rem]";

/** One review in a list: whose session, where, why; what is due, or how it was judged. */
export function ReviewRow({ review }: { review: Row }) {
  const person = review.session.personName ?? t("session.imported.person");
  return (
    <RowLink
      href={`/sessions/${review.session.id}`}
      columns={REVIEW_COLUMNS}
      name={
        <>
          {person} <span aria-hidden>→</span> <bdi>{review.node.name}</bdi>
        </>
      }
    >
      <span className="flex">
        <NodeClass node={review.node} />
      </span>
      <bdi className="order-last w-full min-w-0 truncate text-soft empty:hidden lg:order-none lg:w-auto lg:empty:block">
        {review.request?.justification}
      </bdi>
      <span className="ml-auto flex lg:ml-0">
        <StateBadge look={reviewLook(review)} />
      </span>
      <span className="min-w-0 truncate text-faint text-sm">
        {review.closedAt ? (
          <>
            {review.closedByName} <Time at={review.closedAt} />
          </>
        ) : (
          <>
            {t("review.due")} <Time at={review.dueAt} />
          </>
        )}
      </span>
    </RowLink>
  );
}
