import { type ReactNode, type RefObject, useState } from "react";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { t } from "@/messages/translate";
import type { ReplayEngine } from "../playback/replay-engine";
import type { NotesShown } from "./notes-given";

interface NoteFormGiven {
  engine: ReplayEngine;
  /** Where the player is, in milliseconds since the start. */
  ms: number;
  noted: NotesShown;
  /** The player, which has the keys when the form is left. */
  frame: RefObject<HTMLElement | null>;
}

/**
 * The form for a note, fetched when it is first wanted: it pauses the replay.
 * @returns what stands under the player, and what opens it; undefined for whoever may not write notes
 */
export function useNoteForm({
  engine,
  ms,
  noted: { writing, draft, onDraft },
  frame,
}: NoteFormGiven): [form: ReactNode, open: (() => void) | undefined] {
  const { loaded, fetch } = useOnDemand(() => import("./note-form"));
  const [opened, setOpened] = useState<{ ms: number }>();
  const [isMissing, setIsMissing] = useState(false);
  if (!writing) return [null, undefined];
  const open = async () => {
    engine.pause();
    // Open already: the form keeps its moment and gets the focus.
    setOpened((before) => ({ ms: before?.ms ?? engine.read().ms }));
    setIsMissing(!(await fetch()));
  };
  const leave = () => frame.current?.focus({ preventScroll: true });
  const close = () => {
    setOpened(undefined);
    onDraft("");
    leave();
  };
  const Form = loaded?.NoteForm;
  const form = (
    <>
      {opened && Form && (
        <Form
          opened={opened}
          ms={ms}
          text={draft}
          onText={onDraft}
          onWrite={writing.onWrite}
          onSuggest={writing.onSuggest}
          onClose={close}
          onLeave={leave}
        />
      )}
      {opened && isMissing && (
        <p role="alert" className="px-3 text-amber text-sm">
          {t("pages.unreachable")}
        </p>
      )}
    </>
  );
  return [form, () => void open()];
}
