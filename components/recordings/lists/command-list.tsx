import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/layout/empty-state";
import type { ReplayCommand } from "@/lib/recordings/segments/views";
import { t } from "@/messages/translate";
import { PlayerLine } from "./player-line";

interface CommandListProps {
  /** Undefined: they have not come. */
  commands: readonly ReplayCommand[] | undefined;
  /** How many there are that are not among these. */
  rest: number;
  onMore: () => void;
  startedAt: Date;
  /** Where the player is, in milliseconds since the start. */
  atMs: number;
  onJump: (ms: number) => void;
}

/** What was typed at the shell's prompts, how long each took and how it ended, as far as the node said. */
export function CommandList({ commands, rest, onMore, startedAt, atMs, onJump }: CommandListProps) {
  if (commands === undefined) return <p className="p-3 text-soft text-sm">{t("replay.commands.loading")}</p>;
  if (commands.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">{t("replay.commands.none")}</EmptyState>
      </div>
    );
  const current = commands.findLast((command) => command.atMs <= atMs);
  const isGuessed = commands.some(({ isMarked }) => !isMarked);
  return (
    <>
      <p className="border-line border-b px-3 py-2 text-faint text-xs">
        {t(isGuessed ? "replay.commands.guessed" : "replay.commands.marked")}
      </p>
      <ol>
        {commands.map((command) => (
          <li key={command.number}>
            <PlayerLine
              startedAt={startedAt}
              ms={command.atMs}
              isCurrent={command === current}
              as="row"
              onJump={onJump}
              end={<Outcome command={command} />}
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
      {rest > 0 && (
        <div className="p-2">
          <Button onClick={onMore}>{t("replay.commands.more", { count: rest })}</Button>
        </div>
      )}
    </>
  );
}

/** The exit status and how long it took; whether it was only guessed. */
function Outcome({ command: { durationMs, exitStatus, isMarked } }: { command: ReplayCommand }) {
  return (
    <span className="inline-flex gap-2">
      {!isMarked && <span className="text-faint">{t("replay.commands.guess")}</span>}
      {exitStatus !== null && (
        <span className={cx(exitStatus !== 0 && "text-red")}>
          {t("replay.commands.exit", { status: exitStatus })}
        </span>
      )}
      {durationMs !== null && <span>{lengthText(durationMs / 1000)}</span>}
    </span>
  );
}

/** "12 ms", "0.4 s", "42 s", "3 min 5 s". */
export function lengthText(seconds: number): string {
  if (seconds < 0.1) return t("replay.milliseconds", { amount: Math.round(seconds * 1000) });
  if (seconds < 10) return t("replay.seconds", { amount: seconds.toFixed(1) });
  if (seconds < 60) return t("replay.seconds", { amount: String(Math.round(seconds)) });
  return t("replay.minutes", {
    minutes: Math.floor(seconds / 60),
    rest: Math.floor(seconds % 60),
  });
}
