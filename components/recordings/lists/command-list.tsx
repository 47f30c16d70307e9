import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";
import type { TypedCommand } from "../commands";
import { PlayerLine } from "./player-line";

interface CommandListProps {
  commands: readonly TypedCommand[];
  startedAt: Date;
  /** Where the player is, in seconds since the start. */
  atSeconds: number;
  onJump: (realSeconds: number) => void;
}

/** As many as a page lays out at once; the transcript has them all. */
const MOST = 2000;

/** What was typed at the shell's prompts, and how long each took. */
export function CommandList({ commands, startedAt, atSeconds, onJump }: CommandListProps) {
  if (commands.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">{t("replay.commands.none")}</EmptyState>
      </div>
    );
  const current = commands.findLast(({ at }) => at <= atSeconds);
  return (
    <>
      <ol>
        {commands.slice(0, MOST).map((command, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: commands have no id and never reorder
          <li key={index}>
            <PlayerLine
              startedAt={startedAt}
              at={command.at}
              isCurrent={command === current}
              as="row"
              onJump={onJump}
              end={command.seconds === undefined ? undefined : secondsText(command.seconds)}
            >
              <bdi
                dir="ltr"
                className="whitespace-pre-wrap font-mono [overflow-wrap:anywhere] text-xs leading-5"
              >
                {command.text}
              </bdi>
            </PlayerLine>
          </li>
        ))}
      </ol>
      <p className="px-3 py-2.5 text-faint text-xs">{t("replay.commands.hint")}</p>
    </>
  );
}

/** "12 ms", "0.4 s", "42 s", "3 min 5 s". */
function secondsText(seconds: number): string {
  if (seconds < 0.1) return t("replay.milliseconds", { amount: Math.round(seconds * 1000) });
  if (seconds < 10) return t("replay.seconds", { amount: seconds.toFixed(1) });
  if (seconds < 60) return t("replay.seconds", { amount: String(Math.round(seconds)) });
  return t("replay.minutes", {
    minutes: Math.floor(seconds / 60),
    rest: Math.floor(seconds % 60),
  });
}
