import type { Tab } from "@/components/ui/layout/tabs";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { t } from "@/messages/translate";
import { CommandList } from "./lists/command-list";
import { ListProblem } from "./lists/list-problem";
import { RecordingEvents } from "./lists/recording-events";
import { TranscriptList } from "./lists/transcript-list";
import type { RecordingSource } from "./source/recording";
import { useCommands } from "./source/use-commands";
import { marksOf } from "./timeline/marks";

interface ReplayTabsGiven {
  sessionId: string;
  source: RecordingSource;
  overview: ReplayOverview;
  /** Who typed in the session. */
  person: string;
  /** Where the player is, in milliseconds since the start. */
  atMs: number;
  /** The tab that is open; undefined: the first. */
  tab: string | undefined;
  onJump: (ms: number) => void;
}

/** What can be read beside the player: commands, transcript, events. */
export function useReplayTabs({
  sessionId,
  source,
  overview,
  person,
  atMs,
  tab,
  onJump,
}: ReplayTabsGiven): Tab[] {
  const { commands, onMore, problem, onRetry } = useCommands(source.commands, overview);
  const lists = { startedAt: new Date(overview.startedAt), person, atMs, onJump };
  const marks = marksOf(overview.marks);
  return [
    {
      id: "commands",
      label: t("replay.commands"),
      count: overview.commands,
      content: (
        <>
          {problem && <ListProblem problem={problem} onRetry={onRetry} />}
          {(commands || !problem) && (
            <CommandList
              {...lists}
              commands={commands}
              rest={Math.max(0, overview.commands - (commands?.length ?? 0))}
              onMore={onMore}
            />
          )}
        </>
      ),
    },
    {
      id: "transcript",
      label: t("replay.transcript"),
      content: (
        <TranscriptList
          {...lists}
          sessionId={sessionId}
          source={source.lines}
          compared={source.compared}
          total={overview.lines}
          segments={overview.segments}
          isSeen={tab === "transcript"}
        />
      ),
    },
    {
      id: "events",
      label: t("replay.events"),
      count: marks.length,
      content: <RecordingEvents {...lists} marks={marks} />,
    },
  ];
}
