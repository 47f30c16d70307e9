import { VERDICT_LOOK } from "@/components/badges/review";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { ReviewDetail } from "@/lib/reviews/views";
import { errorSentence, t } from "@/messages/translate";
import { NoteLine, type NoteLinksProps } from "./note-links";

interface ReviewVerdictViewProps {
  review: ReviewDetail;
  /** What was noted on moments of the recording. */
  noted: NoteLinksProps;
}

/** What a closed review found; of an open one, why this person can't close it. */
export function ReviewVerdictView({ review, noted }: ReviewVerdictViewProps) {
  if (review.verdict === null) return <NotMine review={review} noted={noted} />;
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <StateBadge look={VERDICT_LOOK[review.verdict]} />
        <span className="text-soft">
          <bdi>{t("review.closed", { person: review.closedByName ?? t("audit.somebody") })}</bdi>{" "}
          {review.closedAt && <Time at={review.closedAt} as="both" />}
        </span>
      </p>
      {review.notes !== null && (
        <p className="max-w-prose whitespace-pre-line">
          <bdi>{review.notes}</bdi>
        </p>
      )}
      <NoteLine {...noted} />
    </div>
  );
}

function NotMine({ review, noted }: ReviewVerdictViewProps) {
  const { close } = review.actions;
  if (close.allowed) return <p className="hidden print:block">{t("review.notYet")}</p>;
  return (
    <div className="grid gap-1">
      <p className="text-soft">{errorSentence(close.code, close.params)}</p>
      {review.excluded.length > 0 && (
        <p className="text-faint text-sm">
          <bdi>{t("review.excluded", { people: review.excluded.map((person) => person.name) })}</bdi>
        </p>
      )}
      <NoteLine {...noted} />
    </div>
  );
}
