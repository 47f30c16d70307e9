import type { MadeSegment } from "./format";
import type { ReplayCommand } from "./views";

/** Commands as they are stored and listed. @param before how many there are already */
export function commandRows(made: readonly MadeSegment[], before: number): ReplayCommand[] {
  return made
    .flatMap(({ commands }) => commands)
    .map((command, index) => ({
      number: before + index,
      atMs: command.atMs,
      text: command.text,
      durationMs: command.durationMs ?? null,
      exitStatus: command.exitStatus ?? null,
      isMarked: !command.isGuess,
    }));
}
