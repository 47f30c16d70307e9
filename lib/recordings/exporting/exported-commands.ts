import { reading } from "@/lib/db/client";
import { commandRows } from "../segments/command-rows";
import type { MadeSegment, SegmentEvent } from "../segments/format";
import { findCommands, type Progress } from "../segments/store";
import type { ReplayCommand } from "../segments/views";
import { terminalWork } from "../terminal-work/terminal-work";

const PAGE = 1_000;

/** The commands that are stored, as marks, page by page. @param isClear without masks */
export async function* storedCommands(
  sessionId: string,
  progress: Progress,
  isClear: boolean,
): AsyncGenerator<SegmentEvent> {
  for (let from = 0; from < progress.commands; from += PAGE) {
    const limit = Math.min(PAGE, progress.commands - from);
    yield* await marksOf(await findCommands(reading(), sessionId, { from, limit }), isClear);
  }
}

/** The commands of a part that is in no stored segment, as marks. */
export function unstoredCommands(part: MadeSegment, isClear: boolean): Promise<SegmentEvent[]> {
  return marksOf(commandRows([part], 0), isClear);
}

async function marksOf(commands: readonly ReplayCommand[], isClear: boolean): Promise<SegmentEvent[]> {
  const texts = commands.map(({ text }) => text);
  const shown = isClear ? texts : await terminalWork("export").maskLines(texts);
  // The sign tells a command from a mark of the recorder, whatever the node calls its commands.
  return commands.map(({ atMs }, index) => [atMs, "m", `$ ${shown[index] ?? ""}`]);
}
