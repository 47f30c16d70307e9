"use client";

import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Segmented } from "@/components/ui/controls/segmented";
import { KeyHint } from "@/components/ui/key-hint";
import type { Outcome } from "@/components/ui/outcome";
import { Deadline } from "@/components/ui/time/deadline";
import { saysEnough } from "@/lib/kernel/text-rules";
import { NOTES_LIMITS } from "@/lib/reviews/rules";
import {
  REVIEW_VERDICTS,
  type ReviewDetail,
  type ReviewQueue,
  type ReviewVerdict,
} from "@/lib/reviews/views";
import { t } from "@/messages/translate";
import { type NoteLinksProps, NoteMenu } from "./note-links";

export interface VerdictBarProps {
  review: Pick<ReviewDetail, "id" | "dueAt" | "isOverdue">;
  /** Where it stands among those that wait for this reviewer. */
  queue: ReviewQueue | null;
  /** What was noted on moments of the recording. */
  noted: NoteLinksProps;
  onCloseReview: (closing: { verdict: ReviewVerdict; notes: string }) => Promise<Outcome>;
}

/** The verdict, always in sight while the recording is watched. Ctrl and Enter close it from anywhere on the page. */
export function VerdictBar({ review, queue, noted, onCloseReview }: VerdictBarProps) {
  const form = useRef<HTMLFormElement>(null);
  const [verdict, setVerdict] = useState<ReviewVerdict | "">("");
  const [notes, setNotes] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { min, max } = NOTES_LIMITS;

  const submit = async () => {
    if (isBusy) return;
    if (verdict === "") return setProblem(t("review.form.choose"));
    if (!saysEnough(notes, min)) return setProblem(t("review.form.notes.needed", { min }));
    setIsBusy(true);
    const outcome = await onCloseReview({ verdict, notes: notes.trim() });
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest("dialog, [data-note-form]")) return;
    event.preventDefault();
    form.current?.requestSubmit();
  });

  // Keys arrive at the document: the reviewer may be in the player or in a list.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  return (
    <form
      ref={form}
      noValidate
      aria-label={t("review.bar")}
      data-decision-bar
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
      className="fixed inset-x-0 bottom-0 z-20 border-line-mid border-t bg-surface px-4 pt-2.5 pb-[calc(0.75rem+env(safe-area-inset-bottom))] rail:left-14 rail:px-6 rail:py-3 wide:left-52 print:hidden"
    >
      <div role="alert" className="text-red text-sm">
        {problem !== undefined && <p className="pb-2">{problem}</p>}
      </div>
      <div className="flex flex-wrap items-center gap-2 rail:flex-nowrap rail:gap-3">
        <p className="hidden whitespace-nowrap wide:grid">
          <span className="font-medium">{t("review.bar")}</span>
          <span className={review.isOverdue ? "text-amber text-sm" : "text-faint text-sm"}>
            {queue && queue.count > 1 && (
              <>
                {t("review.queue", {
                  position: queue.position,
                  count: queue.count,
                  ...(queue.hasMore ? { more: "+" } : {}),
                })}
                {" · "}
              </>
            )}
            {t(review.isOverdue ? "review.overdueSince" : "review.due")} <Deadline at={review.dueAt} />
          </span>
        </p>
        <div className="max-rail:w-full rail:shrink-0">
          <Segmented
            label={t("review.form.verdict")}
            isLabelHidden
            value={verdict}
            options={REVIEW_VERDICTS.map((value) => ({ value, label: t(`review.choice.${value}`) }))}
            onChange={setVerdict}
          />
        </div>
        <NoteMenu {...noted} />
        <textarea
          rows={1}
          aria-label={t("review.form.notes")}
          placeholder={verdict === "" ? t("review.form.notes.hint") : t(`review.verdict.${verdict}.hint`)}
          value={notes}
          maxLength={max}
          onChange={(event) => setNotes(event.target.value)}
          className="field-sizing-content max-h-32 min-h-11 min-w-0 flex-1 resize-none rounded-md border border-line-strong bg-surface px-3 py-2.75 placeholder:truncate placeholder:text-faint rail:min-h-9 rail:py-1.75"
        />
        <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
          {t(queue?.nextSessionId ? "review.form.submitNext" : "review.form.submit")}
          <span className="hidden opacity-70 wide:inline [&_kbd]:border-current [&_kbd]:bg-transparent [&_kbd]:text-current">
            <KeyHint keys="Ctrl ↵" />
          </span>
        </Button>
      </div>
    </form>
  );
}
