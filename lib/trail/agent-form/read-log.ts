import { z } from "zod";
import { storable } from "@/lib/kernel/text";
import { type FormLine, TextLines } from "./form-lines";
import type { LogForm } from "./known-agents";

/** One event of a log stream, as CloudWatch Logs has it. */
export interface LoggedEvent {
  at: Date;
  message: string;
}

/** What a piece of a log is: lines of the session; something that names another session or node; or no agent's work. */
export type LoggedItem =
  | { kind: "line"; line: FormLine }
  | { kind: "foreign" | "unreadable"; text: string; at: Date };

/** What is left of a log's frame: `script` says when it began and when it was done. */
const BEGUN = "Script started on ";
const DONE = "Script done on ";

const streamed = z.object({
  sessionData: z.array(z.string()),
  sessionId: z.string().optional(),
  target: z.object({ id: z.string() }).optional(),
});

/** Which form a stream has, by its first event. */
export function formOfEvent(message: string): LogForm {
  return parseStreamed(message) ? "streamed" : formOfText(message);
}

/** Which form a text has, by its beginning; `isObject`: it was in S3. */
export function formOfText(beginning: string, isObject = false): LogForm {
  if (/^\ufeff?\*{10,}\r?\n\s*Windows PowerShell/.test(beginning)) return "transcript";
  return isObject ? "object" : "text";
}

/** Reads an event of the streamed form. Another session's, or another node's, is foreign: this agent never writes it here. */
export function readStreamedEvent(
  event: LoggedEvent,
  own: { awsSessionId: string; nodeId: string },
): LoggedItem[] {
  const found = parseStreamed(event.message);
  if (!found) return [{ kind: "unreadable", text: event.message, at: event.at }];
  const { sessionId, target } = found;
  // What JSON can say and a database can't keep is one sign on both sides.
  const sessionData = found.sessionData.map(storable);
  const isForeign =
    (sessionId !== undefined && sessionId !== own.awsSessionId) ||
    (target !== undefined && target.id !== own.nodeId);
  if (isForeign) return sessionData.map((text) => ({ kind: "foreign", text, at: event.at }));
  return sessionData.map((text) => ({
    kind: "line",
    line: { text, orElse: null, at: event.at, isFinished: true, seam: null },
  }));
}

function parseStreamed(message: string): z.infer<typeof streamed> | undefined {
  if (!message.startsWith("{")) return undefined;
  try {
    return streamed.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}

/** Reads a log that comes as text, piece by piece, without what `script` put around it. */
export class TextLog {
  readonly #lines = new TextLines();
  /** The last two lines: the frame's end is known when nothing follows. */
  #held: FormLine[] = [];
  #isFirst = true;
  /** Whether the frame's end was there: a log without it is cut off. */
  isWhole = false;

  push(bytes: Uint8Array, at: Date): FormLine[] {
    return this.#pass(this.#lines.push(bytes, at));
  }

  pushEvent({ message, at }: LoggedEvent): FormLine[] {
    this.#lines.markSeam();
    return this.#pass(this.#lines.pushText(message, at));
  }

  end(): FormLine[] {
    const ready = this.#pass(this.#lines.end());
    const lines = [...ready, ...this.#held];
    this.#held = [];
    return this.#unframed(lines);
  }

  #pass(lines: FormLine[]): FormLine[] {
    const all = [...this.#held, ...lines];
    if (this.#isFirst && all[0]) {
      this.#isFirst = false;
      if (all[0].text.startsWith(BEGUN)) all.shift();
    }
    const ready = all.slice(0, Math.max(0, all.length - 2));
    this.#held = all.slice(ready.length);
    return ready;
  }

  /** The frame's end stands after a newline of its own, which ends the last line of output or an empty one. */
  #unframed(lines: FormLine[]): FormLine[] {
    const last = lines.at(-1);
    if (!last?.text.startsWith(DONE)) return lines;
    this.isWhole = true;
    const output = lines.slice(0, -1);
    const end = output.at(-1);
    if (!end) return [];
    return end.text === "" ? output.slice(0, -1) : [...output.slice(0, -1), { ...end, isFinished: false }];
  }
}
