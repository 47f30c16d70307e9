"use client";

import { type FormEvent, useState } from "react";
import { VERDICT_LOOK } from "@/components/badges/review";
import { Button } from "@/components/ui/controls/button";
import { RadioGroup, TextArea } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import { TONE_TEXT } from "@/components/ui/tone";
import { saysEnough } from "@/lib/kernel/text-rules";
import { NOTES_LIMITS } from "@/lib/reviews/rules";
import { REVIEW_VERDICTS, type ReviewDetail, type ReviewVerdict } from "@/lib/reviews/views";
import { errorSentence, t } from "@/messages/translate";

export interface ReviewValues {
  verdict: ReviewVerdict;
  notes: string | null;
}

export interface ReviewFormProps {
  review: ReviewDetail;
  onCloseReview: (values: ReviewValues) => Promise<Outcome>;
}

/** The verdict on one session; closed, it shows what was found. */
export function ReviewForm({ review, onCloseReview }: ReviewFormProps) {
  if (review.verdict !== null) return <ClosedReview review={review} />;
  return <OpenReview review={review} onCloseReview={onCloseReview} />;
}

function OpenReview({ review, onCloseReview }: ReviewFormProps) {
  const [verdict, setVerdict] = useState<ReviewVerdict>();
  const [notes, setNotes] = useState("");
  const [isTried, setIsTried] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { close } = review.actions;
  const { min, max } = NOTES_LIMITS;
  const notesMissing = !saysEnough(notes, min);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (verdict === undefined || notesMissing || isBusy) return;
    setIsBusy(true);
    const outcome = await onCloseReview({ verdict, notes: notes.trim() || null });
    setIsBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.sentence);
  };

  if (!close.allowed)
    return (
      <div className="grid gap-1">
        <p className="text-soft">{errorSentence(close.code, close.params)}</p>
        {review.excluded.length > 0 && (
          <p className="text-faint text-sm">
            {t("review.excluded", { people: review.excluded.map((person) => person.name) })}
          </p>
        )}
      </div>
    );
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <RadioGroup
        label={t("review.form.verdict")}
        name="verdict"
        value={verdict}
        options={REVIEW_VERDICTS.map((one) => {
          const { icon: Icon, tone, word } = VERDICT_LOOK[one];
          return {
            value: one,
            label: word,
            hint: t(`review.verdict.${one}.hint`),
            icon: <Icon aria-hidden className={`size-4 ${TONE_TEXT[tone]}`} />,
          };
        })}
        onChange={setVerdict}
        error={isTried && verdict === undefined ? t("review.form.choose") : undefined}
      />
      <TextArea
        label={t("review.form.notes")}
        hint={t("review.form.notes.hint")}
        required
        error={isTried && notesMissing ? t("review.form.notes.needed", { min }) : undefined}
        value={notes}
        maxLength={max}
        onChange={(event) => setNotes(event.target.value)}
      />
      {refusal !== undefined && (
        <Notice tone="red" role="alert">
          {refusal}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("review.form.submit")}
        </Button>
      </div>
    </form>
  );
}

function ClosedReview({ review }: { review: ReviewDetail }) {
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        {review.verdict !== null && <StateBadge look={VERDICT_LOOK[review.verdict]} />}
        <span className="text-soft">
          {t("review.closed", { person: review.closedByName ?? t("audit.somebody") })}{" "}
          {review.closedAt && <Time at={review.closedAt} as="both" />}
        </span>
      </p>
      {review.notes !== null && (
        <p className="whitespace-pre-line">
          <bdi>{review.notes}</bdi>
        </p>
      )}
    </div>
  );
}
