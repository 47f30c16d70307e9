import { type Cast, CastReader } from "../cast";
import { commandsOf, type TypedCommand } from "../commands";
import { readTranscript, type Transcript } from "../transcript";

/** A recording as a page shows it. */
export interface LoadedRecording {
  cast: Cast;
  transcript: Transcript;
  commands: TypedCommand[];
  /** There is more than is replayed: the file has it all. */
  isCut: boolean;
}

export type RecordingAnswer =
  | ({ state: "ready" } & LoadedRecording)
  /** `code` as the gateway said it; "UNREADABLE" when what it sent is no recording. */
  | { state: "failed"; code: string; requestId: string | undefined };

/** Characters of output that a page can hold: what a person may watch or read of a session at all. */
const MOST_OUTPUT = 24 * 1024 * 1024;
const MOST_EVENTS = 300_000;

/** Fetches a recording and reads it, up to what a page can hold. It takes seconds: not for a page's own thread. */
export async function loadRecording(address: string): Promise<RecordingAnswer> {
  const answer = await fetch(address, { credentials: "include" });
  if (!answer.ok || !answer.body)
    return { state: "failed", ...failureFrom(await answer.json().catch(() => undefined)) };
  const reader = new CastReader();
  const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await lines.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (parts.pop() ?? "");
    for (const line of parts)
      if (line !== "" && !reader.take(line))
        return { state: "failed", code: "UNREADABLE", requestId: undefined };
    const isCut = reader.characters > MOST_OUTPUT || reader.events > MOST_EVENTS;
    if (isCut) await lines.cancel();
    if (!done && !isCut) continue;
    const cast = reader.finish();
    if (!cast) return { state: "failed", code: "UNREADABLE", requestId: undefined };
    const transcript = readTranscript(cast.events, cast.cols);
    return { state: "ready", cast, transcript, commands: commandsOf(transcript.lines), isCut };
  }
}

function failureFrom(body: unknown): { code: string; requestId: string | undefined } {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  if (typeof error !== "object" || error === null) return { code: "INTERNAL", requestId: undefined };
  return {
    code: "code" in error && typeof error.code === "string" ? error.code : "INTERNAL",
    requestId: "requestId" in error && typeof error.requestId === "string" ? error.requestId : undefined,
  };
}
