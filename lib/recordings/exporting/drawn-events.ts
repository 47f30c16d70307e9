import { reading } from "@/lib/db/client";
import type { MadeSegment, Segment, SegmentEvent } from "../segments/format";
import { isAllMasked } from "../stored-masks/store";
import { terminalWork } from "../terminal-work/terminal-work";
import { storedCommands, unstoredCommands } from "./exported-commands";
import { type Exported, maskedSegments, recordedSegments, unstoredParts } from "./recorded-parts";

interface DrawnPart {
  segment: Segment;
  /** Marks of commands that are in no stored segment. */
  commands: readonly SegmentEvent[];
}

/**
 * What a recording draws: filtered output, sizes, marks, and the commands as marks, with their milliseconds since it
 * began. Memory does not grow with its size.
 * @param isClear without masks
 * @throws AppError RECORDING_UNREADABLE
 */
export async function* drawnEvents(
  exported: Exported,
  { isClear }: { isClear: boolean },
): AsyncGenerator<SegmentEvent> {
  const stored = storedCommands(exported.sessionId, exported.progress, isClear);
  let next = await stored.next();
  const { sessionId, progress } = exported;
  const isStored = !isClear && progress.finishedAt !== null && (await isAllMasked(reading(), sessionId));
  const parts = partsOf(exported, { isClear, isStored });
  for await (const { segment, commands } of isClear || isStored ? parts : maskedParts(parts)) {
    let at = 0;
    for (const event of segment.events) {
      for (; !next.done && next.value[0] <= event[0]; next = await stored.next()) yield next.value;
      for (let own = commands[at]; own && own[0] <= event[0]; own = commands[at]) {
        yield own;
        at += 1;
      }
      yield event;
    }
    yield* commands.slice(at);
  }
  for (; !next.done; next = await stored.next()) yield next.value;
}

/** @param how isStored: masked, as it is kept so */
async function* partsOf(
  exported: Exported,
  { isClear, isStored }: { isClear: boolean; isStored: boolean },
): AsyncGenerator<DrawnPart> {
  const stored = isStored ? maskedSegments(exported) : recordedSegments(exported);
  for await (const segment of stored) yield { segment, commands: [] };
  for await (const part of unstoredParts(exported))
    yield { segment: part.segment, commands: await commandsOf(part, isClear) };
}

async function commandsOf(part: MadeSegment, isClear: boolean): Promise<SegmentEvent[]> {
  return part.commands.length === 0 ? [] : unstoredCommands(part, isClear);
}

async function* maskedParts(parts: AsyncIterable<DrawnPart>): AsyncGenerator<DrawnPart> {
  const { maskSegment } = terminalWork("export");
  let before: Segment | undefined;
  let part: DrawnPart | undefined;
  for await (const next of parts) {
    if (part)
      yield { ...part, segment: await maskSegment({ before, segment: part.segment, after: next.segment }) };
    before = part?.segment;
    part = next;
  }
  if (part)
    yield { ...part, segment: await maskSegment({ before, segment: part.segment, after: undefined }) };
}
