import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";
import { markBeside, type ReplayMark } from "../activity";
import { markText } from "../mark-text";
import { PlayerLine } from "./player-line";

interface RecordingEventsProps {
  marks: readonly ReplayMark[];
  startedAt: Date;
  /** Who typed in the session. */
  person: string;
  atSeconds: number;
  onJump: (realSeconds: number) => void;
}

const MOST = 2000;

/** What happened besides output: who came and went, new sizes, what is missing. */
export function RecordingEvents({ marks, startedAt, person, atSeconds, onJump }: RecordingEventsProps) {
  if (marks.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">{t("replay.events.none")}</EmptyState>
      </div>
    );
  const current = markBeside(marks, atSeconds + 0.01, -1, 0);
  return (
    <ol>
      {marks.slice(0, MOST).map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks have no id and never reorder
        <li key={index}>
          <PlayerLine
            startedAt={startedAt}
            at={mark.at}
            isCurrent={mark === current}
            as="row"
            onJump={onJump}
          >
            <bdi className={mark.kind === "gap" ? "text-amber text-sm" : "text-sm"}>
              {markText(mark, person)}
            </bdi>
          </PlayerLine>
        </li>
      ))}
    </ol>
  );
}
