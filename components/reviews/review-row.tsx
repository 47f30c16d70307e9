import { reviewLook } from "@/components/looks";
import { NodeClass } from "@/components/nodes/node-label";
import { RowLink } from "@/components/ui/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { ReviewRow as Row } from "@/lib/reviews/views";
import { t } from "@/messages/translate";

/** One review in a list: whose session, where, why; what is due, or how it was judged. */
export function ReviewRow({ review }: { review: Row }) {
  const person = review.session.personName ?? t("session.imported.person");
  return (
    <RowLink
      href={`/sessions/${review.session.id}`}
      name={
        <>
          {person} <span aria-hidden>→</span> <bdi>{review.node.name}</bdi>
        </>
      }
    >
      <NodeClass node={review.node} />
      <span className="ml-auto flex items-center gap-3">
        <StateBadge look={reviewLook(review)} />
        {review.closedAt ? (
          <span className="text-faint text-sm">
            {review.closedByName} <Time at={review.closedAt} />
          </span>
        ) : (
          <span className="text-faint text-sm">
            {t("review.due")} <Time at={review.dueAt} />
          </span>
        )}
      </span>
      {review.request && (
        <bdi className="w-full min-w-0 truncate text-soft">{review.request.justification}</bdi>
      )}
    </RowLink>
  );
}
