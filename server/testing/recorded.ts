import type { Rows } from "./rows";
import type { Visitor } from "./visitor";

/** The output of a session as its recording holds it, from the rows themselves, in the order of the stream. */
export async function recordedBytes(rows: Rows, sessionId: string): Promise<Buffer> {
  const ranges = await rangesOf(rows, sessionId, "o");
  return Buffer.concat(ranges.map(({ bytes }) => bytes ?? Buffer.alloc(0)));
}

export interface Range {
  first: number;
  last: number;
  epoch: number;
  bytes: Buffer | null;
}

/** The ranges of one kind, by their numbers. */
export async function rangesOf(rows: Rows, sessionId: string, kind: string): Promise<Range[]> {
  return rows.all<Range>(
    `select first_sequence::int as first, last_sequence::int as last, epoch, bytes from recording_ranges
     where session_id = $1 and kind = $2 order by first_sequence, id`,
    [sessionId, kind],
  );
}

/** Numbers that were recorded twice or never, between the first and the last. */
export function holesIn(ranges: readonly Range[]): string[] {
  return ranges.flatMap(({ first }, index) => {
    const expected = index === 0 ? 0 : (ranges[index - 1]?.last ?? 0) + 1;
    return first === expected ? [] : [`${first} follows ${expected - 1}`];
  });
}

/** The output that a replay would play. */
export async function replayedText(person: Visitor, sessionId: string): Promise<string> {
  const { gatewayOrigin, portalOrigin } = person.world;
  const address = `${gatewayOrigin}/gateway/sessions/${sessionId}/recording`;
  const { status, body } = await person.get(address, { origin: portalOrigin });
  if (status !== 200) throw new Error(`the recording answered ${status}: ${body}`);
  const events = body.trim().split("\n").slice(1);
  return events
    .map((line) => JSON.parse(line) as [number, string, string])
    .flatMap(([, kind, data]) => (kind === "o" ? [data] : []))
    .join("");
}
