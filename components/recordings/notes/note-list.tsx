"use client";

import { useState } from "react";
import { takeLostFocus } from "@/components/ui/box-title";
import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Time } from "@/components/ui/time/time";
import type { RecordingNote } from "@/lib/reviews/noting/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { momentParam, stretchText } from "./note-text";
import type { NoteWriting } from "./notes-given";

interface NoteListProps {
  notes: readonly RecordingNote[];
  writing: NoteWriting | undefined;
  /** Leads the player there; undefined: there is none. */
  onJump: ((ms: number) => void) | undefined;
}

/** What reviewers wrote on moments of a recording: when in it, who, what. */
export function NoteList({ notes, writing, onJump }: NoteListProps) {
  if (notes.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">
          {writing && onJump ? t("replay.note.none.write", { key: "m" }) : t("replay.note.none")}
        </EmptyState>
      </div>
    );
  return (
    <ol>
      {notes.map((note) => (
        <Note key={note.id} note={note} writing={writing} onJump={onJump} />
      ))}
    </ol>
  );
}

function Note({ note, writing, onJump }: { note: RecordingNote } & Omit<NoteListProps, "notes">) {
  const { authorName, at, text, told, withdrawnAt, isMine, fromMs } = note;
  const isWithdrawn = withdrawnAt !== null;
  // The button that was pressed for it is gone then.
  const [wasThere] = useState(!isWithdrawn);
  return (
    <li className="grid gap-1 border-line border-b px-3 py-2 text-sm print:break-inside-avoid">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-faint text-xs">
        {onJump && !isWithdrawn ? (
          <a
            href={`?${momentParam(note)}`}
            data-player-line
            onClick={(event) => {
              // To another tab or window the address leads.
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
              event.preventDefault();
              onJump(fromMs);
            }}
            className="-my-2 inline-flex min-h-11 items-center font-medium text-accent tabular-nums hover:underline sm:min-h-8"
          >
            {stretchText(note)}
          </a>
        ) : (
          <span className="tabular-nums">{stretchText(note)}</span>
        )}
        <bdi className={cx("min-w-0 [overflow-wrap:anywhere]", !isWithdrawn && "font-medium text-ink")}>
          {authorName}
        </bdi>
        <Time at={at} />
      </div>
      {isWithdrawn ? (
        <p
          ref={wasThere && isMine ? takeLostFocus : undefined}
          tabIndex={wasThere && isMine ? -1 : undefined}
          className="text-faint"
        >
          {t("replay.note.withdrawn")} <Time at={withdrawnAt} />
        </p>
      ) : (
        <p className="whitespace-pre-line [overflow-wrap:anywhere]">
          <bdi>{text}</bdi>
        </p>
      )}
      {told.length > 0 && (
        <p className="text-faint text-xs [overflow-wrap:anywhere]">
          {t("replay.note.told", { people: formatList(told) })}
        </p>
      )}
      {isMine && !isWithdrawn && writing && <Withdraw noteId={note.id} writing={writing} />}
    </li>
  );
}

/** Takes one's own note back, after a second press. */
function Withdraw({ noteId, writing }: { noteId: string; writing: NoteWriting }) {
  const [state, setState] = useState<"idle" | "asking" | "busy">("idle");
  const [wasAsked, setWasAsked] = useState(false);
  const [problem, setProblem] = useState<string>();
  const withdraw = async () => {
    setState("busy");
    const outcome = await writing.onWithdraw(noteId);
    setState("idle");
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      {state === "idle" ? (
        <Button
          ref={wasAsked ? takeLostFocus : undefined}
          size="small"
          variant="quiet"
          className="-ml-2.5"
          onClick={() => {
            setState("asking");
            setWasAsked(true);
          }}
        >
          {t("replay.note.withdraw")}
        </Button>
      ) : (
        <>
          <span className="text-soft text-xs">{t("replay.note.withdraw.line")}</span>
          <Button size="small" variant="refusal" isBusy={state === "busy"} onClick={withdraw}>
            {t("replay.note.withdraw")}
          </Button>
          <Button ref={takeLostFocus} size="small" variant="quiet" onClick={() => setState("idle")}>
            {t("action.cancel")}
          </Button>
        </>
      )}
      <span role="alert" className="text-red text-xs">
        {problem}
      </span>
    </div>
  );
}
