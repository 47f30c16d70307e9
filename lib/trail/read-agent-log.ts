import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { beginExport, type ExportFile } from "@/lib/recordings/exporting/export-file";
import { clearUntil } from "@/lib/recordings/masking/clearance";
import { maskBytes } from "@/lib/recordings/masking/mask-bytes";
import { maskText } from "@/lib/recordings/masking/mask-text";
import { terminalWork } from "@/lib/recordings/terminal-work/terminal-work";
import { readSession, readSessionOwner } from "@/lib/sessions/read-session";
import { readStreamedEvent } from "./agent-form/read-log";
import type { FilledGap, LineAt } from "./comparing/difference";
import { parseDifferences, parseFilled } from "./grading/parse";
import { readChunks, readEvents } from "./grading/read-lines";
import { findChunk, findComparedLines, findEventPage, findEventsUpTo } from "./grading/store";
import { recordReading } from "./importing/record-reading";
import { findObjects } from "./intake/store";
import { SHOWN_CHARACTERS } from "./shown-lines";

/** One line of the agent's log: what the node says was on the screen, flushed within a second after it was. */
export interface AgentLogLine {
  at: Date;
  message: string;
}

/** A content of the session's object in S3 that was fetched. */
export interface AgentLogObjectView {
  key: string;
  version: string;
  /** Bytes there were, and bytes that are kept. */
  size: number;
  keptBytes: number;
  modifiedAt: Date;
  fetchedAt: Date;
}

export interface AgentLogPage {
  /** The first one is what was there first; others took its place. */
  objects: AgentLogObjectView[];
  lines: AgentLogLine[];
  /** Where the next page begins; null: there is no more. */
  next: string | null;
  /** Until when the viewer has unmasked it; null: it is masked. */
  clearUntil: Date | null;
}

const PAGE_EVENTS = 64;
const PAGE_LINES = 2_000;
/** What is read before and after a page, for secrets that begin or end there. */
const EVENTS_BESIDE = 64;
const LINES_BESIDE = 400;
const BYTES_BESIDE = 16 * 1024;

/**
 * A page of what the node's agent logged of a session, as fetched so far: of its stream, or of one content of its
 * object. Secrets are masked as in the recording. The node's own word: hostile text.
 * Of a session past the portal this is all there is to see: that somebody did is on record.
 * @param from `next` of the page before; its first part says what is read: `stream`, or `object` and its number
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see; INVALID_INPUT
 */
export async function readAgentLog(actor: PersonActor, sessionId: string, from = ""): Promise<AgentLogPage> {
  await readSessionOwner(actor, sessionId);
  const found = await findObjects(reading(), sessionId);
  const objects = found.map(({ key, version, size, keptBytes, modifiedAt, fetchedAt }) => ({
    ...{ key, version, modifiedAt, fetchedAt },
    ...{ size: Number(size), keptBytes: Number(keptBytes) },
  }));
  const place = parsePlace(from === "" ? await firstSource(sessionId) : from);
  const object = place.source === "object" ? found[place.object] : undefined;
  if (place.source === "object" && !object) return { objects, lines: [], next: null, clearUntil: null };
  await recordReading(actor, sessionId, { always: from === "" });
  const until = await clearUntil(actor, sessionId);
  const isClear = until !== null;
  const page = await (place.source === "stream"
    ? streamPage(sessionId, place, isClear)
    : objectPage(object as (typeof found)[number], place, isClear));
  return { objects, ...page, clearUntil: until };
}

type Place =
  | { source: "stream"; after: { at: Date; position: number } | null }
  | { source: "object"; object: number; chunk: number };

function parsePlace(text: string): Place {
  const stream = /^stream(?:\.(\d{1,15})\.(\d{1,10}))?$/.exec(text);
  if (stream) {
    const [, ms, position] = stream;
    const after = ms === undefined ? null : { at: new Date(Number(ms)), position: Number(position) };
    if (after && (after.position > 2_147_483_647 || Number.isNaN(after.at.getTime()))) throw invalid();
    return { source: "stream", after };
  }
  const object = /^object\.(\d{1,4})(?:\.(\d{1,6}))?$/.exec(text);
  if (!object) throw invalid();
  return { source: "object", object: Number(object[1]), chunk: Number(object[2] ?? 0) };
}

const invalid = () => new AppError("INVALID_INPUT", "no such place in the agent's log");

/** Its stream, where there is one. */
async function firstSource(sessionId: string): Promise<string> {
  return (await findEventPage(reading(), sessionId, null, 1)).length > 0 ? "stream" : "object.0";
}

async function streamPage(
  sessionId: string,
  { after }: Extract<Place, { source: "stream" }>,
  isClear: boolean,
): Promise<Omit<AgentLogPage, "objects" | "clearUntil">> {
  const events = await findEventPage(reading(), sessionId, after, PAGE_EVENTS + EVENTS_BESIDE);
  const lines: AgentLogLine[] = [];
  let last = after;
  let read = 0;
  for (const event of events.slice(0, PAGE_EVENTS)) {
    for (const message of linesOf(event)) lines.push({ at: event.at, message });
    last = event;
    read += 1;
    if (lines.length >= PAGE_LINES) break;
  }
  const next = read < events.length && last ? `stream.${last.at.getTime()}.${last.position}` : null;
  if (isClear) return { lines: lines.map((line) => ({ ...line, message: shown(line.message) })), next };
  // A private key may begin on the page before and end on the next one.
  const earlier = after ? await findEventsUpTo(reading(), sessionId, after, EVENTS_BESIDE) : [];
  const masked = await terminalWork("replay").maskLines(
    lines.map(({ message }) => readable(message)),
    {
      before: earlier.flatMap(linesOf).slice(-LINES_BESIDE).map(readable),
      after: events.slice(read).flatMap(linesOf).slice(0, LINES_BESIDE).map(readable),
    },
  );
  return { lines: lines.map((line, index) => ({ ...line, message: shown(masked[index] ?? "") })), next };
}

async function objectPage(
  { sessionId, version, modifiedAt: at }: { sessionId: string; version: string; modifiedAt: Date },
  { object, chunk }: Extract<Place, { source: "object" }>,
  isClear: boolean,
): Promise<Omit<AgentLogPage, "objects" | "clearUntil">> {
  const chunkOf = async (number: number) =>
    number < 0 ? null : await findChunk(reading(), sessionId, version, number);
  const bytes = await chunkOf(chunk);
  if (!bytes) return { lines: [], next: null };
  const after = await chunkOf(chunk + 1);
  const before = isClear ? null : await chunkOf(chunk - 1);
  const text = isClear ? bytes : await maskBetween(before, bytes, after);
  const lines = Buffer.from(text)
    .toString("utf8")
    .split("\n")
    .map((line) => ({ at, message: shown(line.replace(/\r+$/, "")) }));
  return { lines, next: after ? `object.${object}.${chunk + 1}` : null };
}

/** Chunks end anywhere, within a line and within a secret. */
async function maskBetween(
  before: Uint8Array | null,
  bytes: Uint8Array,
  after: Uint8Array | null,
): Promise<Uint8Array> {
  const { maskBlock } = terminalWork("replay");
  const block = Buffer.concat([bytes, (after ?? new Uint8Array()).subarray(0, BYTES_BESIDE)]);
  const masked = await maskBlock((before ?? new Uint8Array()).slice(-BYTES_BESIDE), block);
  return masked.subarray(0, bytes.length);
}

/** A streamed event is a list of lines; anything else is shown as it stands, whoever wrote it. */
function linesOf(event: { at: Date; message: string }): string[] {
  const items = readStreamedEvent(event, { awsSessionId: "", nodeId: "" });
  return items.flatMap((item) => {
    const text = item.kind === "line" ? item.line.text : item.text;
    return item.kind === "unreadable" ? text.split("\n") : [text];
  });
}

/** As much of a line as decides what is masked in what is shown of it; less than a line that goes on in the next. */
function readable(line: string): string {
  return line.slice(0, SHOWN_CHARACTERS + 90);
}

function shown(line: string): string {
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS)}…`;
}

/**
 * The log as it was fetched: the events of the stream, each with a newline after it, or a content of the object. Secrets
 * are masked, byte by byte, unless the person has unmasked the recording; all else is as it was.
 * @param of `stream`, `object` and its number, or `any` for the first there is
 * @throws AppError NOT_FOUND | ROLE_MISSING; INVALID_INPUT
 */
export async function openAgentLogFile(
  actor: PersonActor,
  sessionId: string,
  of: string,
): Promise<ExportFile> {
  const { node } = await readSession(actor, sessionId);
  const place = parsePlace(of === "any" ? await firstSource(sessionId) : of);
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const object =
    place.source === "object" ? (await findObjects(reading(), sessionId))[place.object] : undefined;
  if (place.source === "object" && !object) throw new AppError("NOT_FOUND", "there is no such content");
  const [first] = await findEventPage(reading(), sessionId, null, 1);
  const pieces = object ? readChunks(sessionId, object.version) : eventLines(sessionId);
  return beginExport(
    actor,
    { sessionId, nodeId: node.id, format: "agent-log", isClear },
    {
      at: object?.modifiedAt ?? first?.at ?? (await databaseNow(reading())),
      ending: place.source === "object" ? `_s3-${place.object + 1}.log` : "_stream.log",
      type: "application/octet-stream",
      pieces: isClear ? pieces : maskBytes(pieces, terminalWork("export").maskBlock),
    },
  );
}

async function* eventLines(sessionId: string): AsyncGenerator<string> {
  for await (const { message } of readEvents(sessionId)) yield `${message}\n`;
}

/** What comparing a recording with its node's logs found, line by line. */
export interface ComparedLines {
  /** The first lines in which they differ. */
  differences: ReturnType<typeof parseDifferences>;
  /** What a log has where output is missing from the recording. */
  filled: ReturnType<typeof parseFilled>;
}

/**
 * The lines in which the recording and a log differ, and those that a log has where the recording has a gap: text of
 * both, secrets masked.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readComparedLines(actor: PersonActor, sessionId: string): Promise<ComparedLines> {
  await readSessionOwner(actor, sessionId);
  const found = await findComparedLines(reading(), sessionId);
  const differences = parseDifferences(found.differences);
  const filled = parseFilled(found.filled);
  if ((await clearUntil(actor, sessionId)) !== null) return { differences, filled };
  const masked = (line: LineAt | null) => line && { ...line, text: maskText(line.text) };
  return {
    differences: differences.map((difference) => ({
      ...difference,
      ...{ recorded: masked(difference.recorded), logged: masked(difference.logged) },
    })),
    filled: await Promise.all(filled.map(maskedGap)),
  };
}

/** A private key is recognized by its lines together. */
async function maskedGap<T extends FilledGap>(gap: T): Promise<T> {
  const texts = await terminalWork("replay").maskLines(
    gap.lines.map(({ text }) => text),
    { before: [], after: [] },
  );
  return { ...gap, lines: gap.lines.map((line, index) => ({ ...line, text: texts[index] ?? "" })) };
}
