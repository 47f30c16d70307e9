import { decodeAsGo } from "../terminal-lines";

/** Largest event of the agent's upload to CloudWatch Logs at the end, in bytes. */
export const AT_END_EVENT_BYTES = 200_000;

/**
 * What util-linux's `script` writes while it replays a session's raw output in a fresh terminal: that terminal puts a carriage
 * return before each newline, so that lines end CR CR LF. Control characters stay. The times are those of the replay, which is
 * when the session ended.
 */
export async function* scriptForm(
  raw: AsyncIterable<Buffer>,
  about: { file: string; endedAt: number },
): AsyncGenerator<Buffer> {
  yield Buffer.from(
    `Script started on ${scriptTime(about.endedAt)} [COMMAND="cat ${about.file}" <not executed on terminal>]\n`,
  );
  for await (const chunk of raw) {
    yield Buffer.from(chunk.toString("latin1").replaceAll("\n", "\r\n"), "latin1");
  }
  yield Buffer.from(`\nScript done on ${scriptTime(about.endedAt)} [COMMAND_EXIT_CODE="0"]\n`);
}

/** `2026-11-23 15:13:53+00:00`, as `script` writes it on a node whose clock is UTC. */
function scriptTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}+00:00`;
}

/**
 * The events of the upload at the end: CR LF becomes LF once, the last newline goes, and the text is cut at 200,000 bytes (here,
 * never through a character).
 */
export async function* atEndEvents(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let waiting = "";
  for await (const piece of withoutLastNewline(newlines(text))) {
    waiting += piece;
    while (waiting.length > AT_END_EVENT_BYTES) {
      const length = characterBoundary(waiting);
      yield decode(waiting.slice(0, length));
      waiting = waiting.slice(length);
    }
  }
  if (waiting !== "") yield decode(waiting);
}

/** One byte a character from here on, until an event is whole. */
async function* newlines(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let held = "";
  for await (const chunk of text) {
    const piece = held + chunk.toString("latin1");
    held = piece.endsWith("\r") ? "\r" : "";
    yield piece.slice(0, piece.length - held.length).replaceAll("\r\n", "\n");
  }
  yield held;
}

async function* withoutLastNewline(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = "";
  for await (const part of text) {
    if (part === "") continue;
    const piece = held + part;
    held = piece.endsWith("\n") ? "\n" : "";
    yield piece.slice(0, piece.length - held.length);
  }
}

function characterBoundary(text: string): number {
  let at = AT_END_EVENT_BYTES;
  while (at > AT_END_EVENT_BYTES - 4 && (text.charCodeAt(at) & 0xc0) === 0x80) at -= 1;
  return at;
}

function decode(text: string): string {
  return decodeAsGo(Buffer.from(text, "latin1"));
}
