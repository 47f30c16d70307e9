import type { Segment } from "@/lib/recordings/segments/format";
import { type CommandPage, CommandSource } from "./command-source";
import { Gateway, type GatewayProblem } from "./gateway";
import { type LinePart, LineSource } from "./line-source";
import { SegmentSource } from "./segment-source";

/** Everything that a page reads of one recording. */
export interface RecordingSource {
  gateway: Gateway;
  segments: SegmentSource;
  lines: LineSource;
  commands: CommandSource;
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
    commands: new CommandSource((from, signal) => gateway.ask<CommandPage>(`commands?from=${from}`, signal)),
  };
}

function queryOf(place: Readonly<Record<string, number>>): string {
  return new URLSearchParams(Object.entries(place).map(([name, value]) => [name, String(value)])).toString();
}
