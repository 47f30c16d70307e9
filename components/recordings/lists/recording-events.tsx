import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";
import { markText } from "../timeline/mark-text";
import type { ReplayMark } from "../timeline/marks";
import { PlayerLine } from "./player-line";

interface RecordingEventsProps {
  marks: readonly ReplayMark[];
  startedAt: Date;
  /** Who typed in the session. */
  person: string;
  /** Where the player is, in milliseconds since the start. */
  atMs: number;
  onJump: (ms: number) => void;
}

const MOST = 2000;

/** What happened besides output: who came and went, new sizes, what is missing. */
export function RecordingEvents({ marks, startedAt, person, atMs, onJump }: RecordingEventsProps) {
  if (marks.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">{t("replay.events.none")}</EmptyState>
      </div>
    );
  const current = marks.findLast(({ ms }) => ms <= atMs);
  return (
    <ol>
      {marks.slice(0, MOST).map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks have no id and never reorder
        <li key={index}>
          <PlayerLine
            startedAt={startedAt}
            ms={mark.ms}
            isCurrent={mark === current}
            as="row"
            onJump={onJump}
          >
            <bdi className={mark.kind === "gap" || mark.kind === "dark" ? "text-amber text-sm" : "text-sm"}>
              {markText(mark, person)}
            </bdi>
          </PlayerLine>
        </li>
      ))}
    </ol>
  );
}
