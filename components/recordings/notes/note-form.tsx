"use client";

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { saysEnough } from "@/lib/kernel/text-rules";
import { NOTE_LIMITS } from "@/lib/reviews/noting/rules";
import { t } from "@/messages/translate";
import { clockText } from "../playback/moment";
import { MentionBox } from "./mention-box";
import { stretchText, stretchTo } from "./note-text";
import type { NoteWriting } from "./notes-given";

interface NoteFormProps extends Pick<NoteWriting, "onWrite" | "onSuggest"> {
  /** The moment at which it was opened, in milliseconds since the recording began; another each time it is wanted. */
  opened: { ms: number };
  /** Where the player is now. */
  ms: number;
  text: string;
  onText: (text: string) => void;
  /** It is done with: written, or left empty. */
  onClose: () => void;
  /** The keys go back to the player, the words stay. */
  onLeave: () => void;
}

/** Under the player, which goes on obeying: a note on the moment, or on the stretch to where the player was led since. */
export function NoteForm({ opened, ms, text, onText, onWrite, onSuggest, onClose, onLeave }: NoteFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [stretch, setStretch] = useState({ fromMs: opened.ms, toMs: opened.ms });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const { min, max } = NOTE_LIMITS;

  // Whoever asks for the form writes: also when it is open already.
  useEffect(() => {
    if (opened) field.current?.focus();
  }, [opened]);

  const save = async () => {
    if (isBusy) return;
    if (!saysEnough(text, min)) return setProblem(t("replay.note.needed"));
    setIsBusy(true);
    const { fromMs, toMs } = stretch;
    const outcome = await onWrite({ fromMs: Math.round(fromMs), toMs: Math.round(toMs), text: text.trim() });
    setIsBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome.sentence);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (text.trim() === "") onClose();
      else onLeave();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  const isStretch = stretch.toMs > stretch.fromMs;
  return (
    <form
      noValidate
      aria-label={t("replay.note.new")}
      data-note-form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={press}
      className="grid gap-2 border-line border-t px-3 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium tabular-nums">
          {t("replay.note.on", { time: stretchText(stretch) })}
        </span>
        <Button
          size="small"
          aria-label={t("replay.note.end", { time: clockText(ms / 1000) })}
          onClick={() => setStretch(stretchTo(opened.ms, ms))}
        >
          {t("replay.note.end", { time: clockText(ms / 1000) })}
        </Button>
        {isStretch && (
          <Button
            size="small"
            variant="quiet"
            onClick={() => setStretch({ fromMs: opened.ms, toMs: opened.ms })}
          >
            {t("replay.note.moment")}
          </Button>
        )}
      </div>
      <MentionBox
        fieldRef={field}
        label={t("replay.note.text")}
        placeholder={t("replay.note.hint")}
        value={text}
        maxLength={max}
        onChange={(words) => {
          onText(words);
          setProblem(undefined);
        }}
        onSuggest={onSuggest}
      />
      <div role="alert" className="text-red text-sm empty:hidden">
        {problem}
      </div>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="mr-auto text-faint text-xs max-sm:w-full">{t("replay.note.line")}</p>
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("replay.note.save")}
        </Button>
      </div>
    </form>
  );
}
