import { reading } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { readRanges } from "@/lib/recordings/read-ranges";
import { type FormLine, lineMaker } from "../agent-form/form-lines";
import type { LogForm } from "../agent-form/known-agents";
import { formOfEvent, formOfText, readStreamedEvent, TextLog } from "../agent-form/read-log";
import type { SourceItem } from "../comparing/line-source";
import { type EventRow, findChunk, findEventPage } from "./store";

/** Events are up to a megabyte each. */
const EVENT_PAGE = 16;

/**
 * A recording as the agent would log it, in a form; missing output is named. Memory does not grow with it.
 * @throws AppError RECORDING_UNREADABLE when some of it was moved out of the database
 */
export async function* readRecordedLines(sessionId: string, form: LogForm): AsyncGenerator<SourceItem[]> {
  const maker = lineMaker(form);
  for await (const range of readRanges(sessionId, true)) {
    if (range.kind === "o") {
      // Moved into the bucket while it was read: a log must not be held against half a recording.
      if (!range.bytes)
        throw new AppError("RECORDING_UNREADABLE", `output of ${sessionId} is not in the database`);
      yield maker.push(range.bytes, range.at);
    } else if (range.kind === "g" || range.kind === "hole") {
      maker.skip();
      const [from, to] =
        range.kind === "hole" ? [range.from, range.to] : [range.firstSequence, range.lastSequence];
      yield [{ kind: "gap", from, to }];
    }
  }
  yield maker.end();
}

export async function* readEvents(sessionId: string): AsyncGenerator<EventRow> {
  let after: { at: Date; position: number } | null = null;
  for (;;) {
    const page: EventRow[] = await findEventPage(reading(), sessionId, after, EVENT_PAGE);
    yield* page;
    after = page.at(-1) ?? null;
    if (after === null || page.length < EVENT_PAGE) return;
  }
}

/** The pieces of one content of a session's object. */
export async function* readChunks(sessionId: string, version: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const bytes = await findChunk(reading(), sessionId, version, number);
    if (!bytes) return;
    yield bytes;
  }
}

/** A log that is read while it is compared; what it holds beside the session's lines is counted. */
export interface LogLines {
  form: LogForm;
  lines: AsyncIterable<FormLine[]>;
  counts: { foreign: number };
}

/** @returns undefined: there is no event */
export async function openStreamLines(session: {
  id: string;
  awsSessionId: string;
  nodeId: string;
}): Promise<LogLines | undefined> {
  const [first] = await findEventPage(reading(), session.id, null, 1);
  if (!first) return undefined;
  const form = formOfEvent(first.message);
  const counts = { foreign: 0 };
  const lines = form === "streamed" ? streamedLines(session, counts) : textLines(readEvents(session.id));
  return { form, lines, counts };
}

async function* streamedLines(
  session: { id: string; awsSessionId: string; nodeId: string },
  counts: { foreign: number },
): AsyncGenerator<FormLine[]> {
  for await (const event of readEvents(session.id)) {
    const lines: FormLine[] = [];
    for (const item of readStreamedEvent(event, session)) {
      if (item.kind === "line") lines.push(item.line);
      else if (item.kind === "foreign") counts.foreign += 1;
      // Not the agent's work: it stands in the log all the same, and is compared as what it is.
      else lines.push({ text: item.text, orElse: null, at: item.at, isFinished: true, seam: null });
    }
    yield lines;
  }
}

async function* textLines(events: AsyncIterable<EventRow>): AsyncGenerator<FormLine[]> {
  const log = new TextLog();
  for await (const event of events) yield log.pushEvent(event);
  yield log.end();
}

/** @returns undefined: the object is empty */
export async function openObjectLines(object: {
  sessionId: string;
  version: string;
  modifiedAt: Date;
}): Promise<LogLines | undefined> {
  const { sessionId, version, modifiedAt } = object;
  const first = await findChunk(reading(), sessionId, version, 0);
  if (!first) return undefined;
  const form = formOfText(Buffer.from(first.subarray(0, 200)).toString("utf8"), true);
  return { form, lines: objectLines(readChunks(sessionId, version), modifiedAt), counts: { foreign: 0 } };
}

async function* objectLines(chunks: AsyncIterable<Uint8Array>, at: Date): AsyncGenerator<FormLine[]> {
  const log = new TextLog();
  for await (const chunk of chunks) yield log.push(chunk, at);
  yield log.end();
}
