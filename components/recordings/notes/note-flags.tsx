import type { RecordingNote } from "@/lib/reviews/noting/views";
import { t } from "@/messages/translate";
import type { TimelineScale } from "../timeline/timeline-scale";
import { stretchText } from "./note-text";

interface NoteFlagsProps {
  notes: readonly RecordingNote[];
  scale: TimelineScale;
  onSeek: (ms: number) => void;
}

/** As much of a note as its flag says. */
const FEW = 80;

/**
 * A flag for each note over the timeline, as long as what it is on. For the mouse and for who has the page read: by keys
 * the notes are reached with [ and ], and in their list.
 */
export function NoteFlags({ notes, scale, onSeek }: NoteFlagsProps) {
  return (
    <ul className="absolute inset-x-0 top-0 z-10 h-2.5" aria-label={t("replay.note.list")}>
      {notes.map((note) => {
        const left = scale.toShare(note.fromMs);
        const words = note.text.length > FEW ? `${note.text.slice(0, FEW)}…` : note.text;
        const label = t("replay.note.at", {
          time: stretchText(note),
          person: note.authorName,
          text: words,
        });
        return (
          <li
            key={note.id}
            className="absolute top-0 h-2.5 min-w-2"
            style={{
              left: `${(left * 100).toFixed(3)}%`,
              width: `${((scale.toShare(note.toMs) - left) * 100).toFixed(3)}%`,
            }}
          >
            <button
              type="button"
              tabIndex={-1}
              aria-label={label}
              title={label}
              onClick={() => onSeek(note.fromMs)}
              className="block size-full cursor-pointer border-soft border-t-2 border-l-2 hover:border-ink"
            />
          </li>
        );
      })}
    </ul>
  );
}
