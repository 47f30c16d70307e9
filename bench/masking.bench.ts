import { maskSegment } from "@/lib/recordings/masking/screen/mask-segment";
import type { Segment } from "@/lib/recordings/segments/format";
import { firstState, makeSegments } from "@/lib/recordings/segments/segmenter";
import { Screen } from "@/lib/terminal-screen/screen";
import { terminalOutput } from "./support/terminal-output";

/** Nothing of the portal runs: what is measured is rules. */
export const processes: string[] = [];

const BYTES = 4_000_000;
const SIZE = { cols: 120, rows: 36 };

/** What masking a segment costs, beside playing it on a screen that masks nothing; and the slowest segments. */
export default async function measureMasking() {
  const segments = recorded();
  const megabytes = BYTES / 1e6;
  const playing = seconds(() => {
    for (const segment of segments) play(segment);
  });
  const times = segments.map(
    (segment, index) =>
      seconds(() => maskSegment({ before: segments[index - 1], segment, after: segments[index + 1] })) * 1000,
  );
  const masking = times.reduce((sum, ms) => sum + ms, 0) / 1000;
  const sorted = times.sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  return [
    {
      ...{ name: "segments masked", value: megabytes / masking, unit: "MB/s" },
      ...{ against: { name: "played", value: megabytes / playing }, ratio: playing / masking },
      ...{ target: null, met: null },
    },
    {
      ...{ name: "one segment masked, p95", value: p95, unit: "ms", against: null, ratio: null },
      ...{ target: null, met: null },
    },
  ];
}

function recorded(): Segment[] {
  let state = firstState(SIZE);
  let bytes = 0;
  const segments: Segment[] = [];
  for (const { ms, text } of terminalOutput()) {
    const item = { kind: "output" as const, bytes: new TextEncoder().encode(text) };
    bytes += item.bytes.length;
    const result = makeSegments(state, [{ ms, item }], false);
    state = result.state;
    for (const { segment } of result.made) segments.push(segment);
    if (bytes >= BYTES) return joined(segments);
  }
  return segments;
}

/** As many events in one as the recorder's own segments have. */
function joined(parts: readonly Segment[]): Segment[] {
  const segments: Segment[] = [];
  let length = 0;
  for (const part of parts) {
    const last = segments.at(-1);
    if (last && length < 64 * 1024) {
      last.events.push(...part.events);
      last.toMs = part.toMs;
    } else {
      segments.push({ ...part, number: segments.length, events: [...part.events] });
      length = 0;
    }
    length += part.events.reduce((sum, [, , data]) => sum + data.length, 0);
  }
  return segments;
}

function play({ screen: start, events }: Segment): void {
  const screen = Screen.restore(start);
  for (const [, code, data] of events) if (code === "o") screen.write(data);
  screen.dispose();
}

function seconds(act: () => void): number {
  const startedAt = performance.now();
  act();
  return (performance.now() - startedAt) / 1000;
}
