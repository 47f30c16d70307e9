"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { TextArea } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { Dialog } from "@/components/ui/overlay/dialog";
import { useDraft } from "@/components/ui/overlay/use-draft";
import { saysEnough } from "@/lib/kernel/text-rules";
import type { WrittenKind } from "@/lib/requests/entries/views";
import { TEXT_LIMITS } from "@/lib/requests/rules";
import { t } from "@/messages/translate";

/** Something that somebody is about to write on a request. */
export interface OpenEntry {
  kind: WrittenKind;
  /** Who is asked or answered. */
  person: string;
  /** What is answered. */
  question?: { id: string; text: string };
}

export interface EntryValues {
  kind: WrittenKind;
  text: string;
  questionId: string | undefined;
}

interface EntrySheetProps {
  entry: OpenEntry | undefined;
  onWrite: (values: EntryValues) => Promise<Outcome>;
  onClose: () => void;
}

/** A comment, a question or its answer. Nothing is decided by it. */
export function EntrySheet({ entry, onWrite, onClose }: EntrySheetProps) {
  return (
    <Dialog
      isOpen={entry !== undefined}
      title={entry ? t(`request.talk.${entry.kind}.title`, { person: entry.person }) : ""}
      onClose={onClose}
    >
      {entry && <Writing entry={entry} onWrite={onWrite} onClose={onClose} />}
    </Dialog>
  );
}

function Writing({ entry, onWrite, onClose }: EntrySheetProps & { entry: OpenEntry }) {
  const { kind, person, question } = entry;
  const [text, setText, forgetText] = useDraft(`${kind} ${question?.id ?? ""}`);
  const [isMissing, setIsMissing] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isEmpty = !saysEnough(text, TEXT_LIMITS.entry.min);
    setIsMissing(isEmpty);
    if (isEmpty || isBusy) return;
    setIsBusy(true);
    const outcome = await onWrite({ kind, text: text.trim(), questionId: question?.id });
    setIsBusy(false);
    if (!outcome.ok) return setProblem(outcome.sentence);
    forgetText();
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      {question && (
        <blockquote className="max-h-40 overflow-y-auto whitespace-pre-line break-words border-line-mid border-l-2 pl-3">
          <bdi>{question.text}</bdi>
        </blockquote>
      )}
      <TextArea
        label={t(`request.talk.${kind}.label`)}
        hint={t(`request.talk.${kind}.hint`, { person })}
        error={isMissing ? t("request.talk.missing") : undefined}
        required
        rows={3}
        data-first-field
        maxLength={TEXT_LIMITS.entry.max}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <div className="flex justify-end gap-2 max-sm:grid max-sm:grid-cols-[7rem_minmax(0,1fr)]">
        <Button size="large" className="max-sm:min-h-12" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button type="submit" size="large" variant="primary" className="max-sm:min-h-12" isBusy={isBusy}>
          {t(`request.talk.${kind}.send`)}
        </Button>
      </div>
    </form>
  );
}
