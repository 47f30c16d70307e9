import type { Segment } from "@/lib/recordings/segments/format";
import type { ComparedLines } from "@/lib/trail/read-agent-log";
import { type CommandPage, CommandSource } from "./command-source";
import { Gateway, type GatewayProblem } from "./gateway";
import { type LinePart, LineSource } from "./line-source";
import { SegmentSource } from "./segment-source";

const never = new AbortController().signal;

/** Everything that a page reads of one recording. */
export interface RecordingSource {
  gateway: Gateway;
  segments: SegmentSource;
  lines: LineSource;
  commands: CommandSource;
  /** What comparing it with the node's logs found; asked for once. */
  compared: () => Promise<ComparedLines | undefined>;
}

/** @param address of the session at the gateway @param onTrouble as `Gateway`'s */
export function recordingAt(
  address: string,
  onTrouble: (problem: GatewayProblem | undefined) => void,
): RecordingSource {
  const gateway = new Gateway(address, onTrouble);
  const segments = new SegmentSource((place, signal) =>
    gateway.ask<Segment>(`segments?${queryOf(place)}`, signal),
  );
  return {
    gateway,
    segments,
    lines: new LineSource(
      (place, signal) => gateway.ask<LinePart>(`lines?${queryOf(place)}`, signal),
      (ms) => segments.numberAt(ms),
    ),
    compared: once(async () => (await gateway.ask<ComparedLines>("differences", never))?.value),
    commands: new CommandSource((from, signal) => gateway.ask<CommandPage>(`commands?from=${from}`, signal)),
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
