import { CommandSource } from "./command-source";
import { Gateway, type GatewayProblem } from "./gateway";
import { LineSource } from "./line-source";
import { SegmentSource } from "./segment-source";
import { type ComparedGaps, commandsFrom, isComparedGaps, linesAt, segmentAt } from "./shapes";

const never = new AbortController().signal;

/** Everything that a page reads of one recording. */
export interface RecordingSource {
  gateway: Gateway;
  segments: SegmentSource;
  lines: LineSource;
  commands: CommandSource;
  /** What comparing it with the node's logs found; asked for once. */
  compared: () => Promise<ComparedGaps | undefined>;
}

/** @param address of the session at the gateway @param onTrouble as `Gateway`'s */
export function recordingAt(
  address: string,
  onTrouble: (problem: GatewayProblem | undefined) => void,
): RecordingSource {
  const gateway = new Gateway(address, onTrouble);
  const segments = new SegmentSource((place, signal) =>
    gateway.ask(`segments?${queryOf(place)}`, segmentAt(place), signal),
  );
  return {
    gateway,
    segments,
    lines: new LineSource(
      (place, signal) => gateway.ask(`lines?${queryOf(place)}`, linesAt(place), signal),
      (ms) => segments.numberAt(ms),
    ),
    compared: once(async () => (await gateway.ask("differences", isComparedGaps, never))?.value),
    commands: new CommandSource((from, signal) =>
      gateway.ask(`commands?from=${from}`, commandsFrom(from), signal),
    ),
  };
}

/** A question that is asked when somebody first wants the answer; one that failed may be asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}

function queryOf(place: Readonly<Record<string, number>>): string {
  return new URLSearchParams(Object.entries(place).map(([name, value]) => [name, String(value)])).toString();
}
