"use client";

import { MessageSquare } from "lucide-react";
import type { ReactNode } from "react";
import { momentParam, stretchText } from "@/components/recordings/notes/note-text";
import { standing } from "@/components/recordings/notes/notes-given";
import { Menu } from "@/components/ui/overlay/menu";
import type { RecordingNote } from "@/lib/reviews/noting/views";
import { t } from "@/messages/translate";

export interface NoteLinksProps {
  /** On the recording, by moment. */
  notes: readonly RecordingNote[];
  /** Whether there is a player that a link can lead. */
  hasPlayer: boolean;
}

/** How many notes there are, and the way to each: in a review's bar, which is narrow. */
export function NoteMenu({ notes, hasPlayer }: NoteLinksProps) {
  const shown = standing(notes);
  if (shown.length === 0) return null;
  const count = t("replay.note.count", { count: shown.length });
  return (
    <Menu
      label={count}
      trigger={
        <>
          <MessageSquare aria-hidden className="size-4 text-faint" />
          <span className="tabular-nums">{shown.length}</span>
        </>
      }
      className="-right-24 bottom-full mb-1 w-72 max-rail:-left-2 max-rail:right-auto"
    >
      <ol className="max-h-72 overflow-y-auto">
        {shown.map((note) => (
          <li key={note.id}>
            <MomentLink note={note} hasPlayer={hasPlayer}>
              <span className="w-full min-w-0 truncate text-soft">
                <bdi>{note.authorName}</bdi>: <bdi>{note.text}</bdi>
              </span>
            </MomentLink>
          </li>
        ))}
      </ol>
    </Menu>
  );
}

/** The same in one line, under a review's verdict. */
export function NoteLine({ notes, hasPlayer }: NoteLinksProps) {
  const shown = standing(notes);
  if (shown.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-1 text-sm">
      <span className="mr-1 text-soft">{t("replay.note.count", { count: shown.length })}</span>
      {shown.map((note) => (
        <MomentLink key={note.id} note={note} hasPlayer={hasPlayer} />
      ))}
    </p>
  );
}

function MomentLink({
  note,
  hasPlayer,
  children,
}: {
  note: RecordingNote;
  hasPlayer: boolean;
  children?: ReactNode;
}) {
  const words = (
    <>
      <span className="shrink-0 font-medium tabular-nums">{stretchText(note)}</span>
      {children}
    </>
  );
  const layout = "flex min-h-11 min-w-0 items-center gap-2 rounded-md px-1.5 text-sm sm:min-h-8";
  // The player follows what stands after the # of its page's address.
  return hasPlayer ? (
    <a href={`#${momentParam(note)}`} className={`${layout} text-accent hover:bg-hover`}>
      {words}
    </a>
  ) : (
    <span className={layout}>{words}</span>
  );
}
