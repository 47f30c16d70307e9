import { createHash } from "node:crypto";
import {
  formOfEvent,
  formOfText,
  type LoggedEvent,
  readStreamedEvent,
  TextLog,
} from "../agent-form/read-log";
import { SHOWN_CHARACTERS } from "../shown-lines";
import type { ImportedLog, LogFinding } from "./views";

/** How a log's frame begins: what `script` writes, whose words depend on its version. */
const FRAME = "Script started on ";

/**
 * What there is to say of a stream: its form by its first event, its lines, and what is the matter with it. Hostile
 * bytes; reads event by event, so that memory does not grow with it.
 * @param own the session as AWS names it
 * @returns null: there is no event
 */
export async function countStream(
  events: AsyncIterable<LoggedEvent>,
  own: { awsSessionId: string; nodeId: string },
): Promise<ImportedLog | null> {
  const count = new Count();
  let form: ImportedLog["form"] | null = null;
  let text: TextLog | undefined;
  for await (const event of events) {
    count.add(Buffer.from(`${event.message}\n`));
    if (form === null) {
      form = formOfEvent(event.message);
      if (form !== "streamed") text = new TextLog();
      if (form === "text" && !event.message.startsWith(FRAME)) count.find("not-agents");
    }
    // A sign that stands for bytes that were no text: the agent takes some letters for controls.
    if (event.message.includes("\ufffd") || /\\ufffd/i.test(event.message)) count.find("broken-text");
    if (text) {
      count.lines(text.pushEvent(event));
      continue;
    }
    for (const item of readStreamedEvent(event, own)) {
      if (item.kind === "line") count.lines([item.line]);
      else {
        count.find(item.kind === "foreign" ? "foreign" : "not-agents");
        count.lines([item]);
      }
    }
  }
  if (form === null) return null;
  if (text) {
    count.lines(text.end());
    if (form === "text" && !count.has("not-agents") && !text.isWhole) count.find("cut-off");
  }
  return count.log("stream", 0, form, null);
}

/**
 * The same of a content of the object, in pieces.
 * @param size what S3 had; more than the pieces where not all was kept
 */
export async function countObject(
  pieces: AsyncIterable<Uint8Array>,
  { number, size }: { number: number; size: number },
): Promise<ImportedLog> {
  const count = new Count();
  const text = new TextLog();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let beginning = "";
  for await (const piece of pieces) {
    if (count.bytes === 0) beginning = Buffer.from(piece.subarray(0, 200)).toString("utf8");
    count.add(piece);
    if (!count.has("broken-text") && !isText(decoder, piece)) count.find("broken-text");
    count.lines(text.push(piece, new Date(0)));
  }
  count.lines(text.end());
  if (!count.has("broken-text") && !isText(decoder)) count.find("broken-text");
  const form = formOfText(beginning, true);
  if (count.bytes > 0 && form !== "transcript") {
    if (!beginning.startsWith(FRAME)) count.find("not-agents");
    else if (!text.isWhole) count.find("cut-off");
  }
  return count.log("object", number, form, size);
}

function isText(decoder: TextDecoder, piece?: Uint8Array): boolean {
  try {
    if (piece) decoder.decode(piece, { stream: true });
    else decoder.decode();
    return true;
  } catch {
    return false;
  }
}

class Count {
  readonly #hash = createHash("sha256");
  readonly #findings = new Set<LogFinding>();
  #lines = 0;
  bytes = 0;

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.bytes += bytes.length;
  }

  lines(lines: readonly { text: string }[]): void {
    this.#lines += lines.length;
    if (lines.some(({ text }) => text.length > SHOWN_CHARACTERS)) this.find("long-lines");
  }

  find(finding: LogFinding): void {
    this.#findings.add(finding);
  }

  has(finding: LogFinding): boolean {
    return this.#findings.has(finding);
  }

  log(
    source: ImportedLog["source"],
    number: number,
    form: ImportedLog["form"],
    size: number | null,
  ): ImportedLog {
    const { bytes } = this;
    if (bytes === 0) this.find("empty");
    if (size !== null && size > bytes) this.find("not-all-kept");
    return {
      ...{ source, number, form, lines: this.#lines, bytes, size: size ?? bytes },
      sha256: this.#hash.digest("hex"),
      findings: [...this.#findings],
    };
  }
}
