import { storable } from "@/lib/kernel/text";
import { decodeUtf8 } from "./decode-utf8";

/** What the streaming agent uploads of one line of output. */
export interface CleanLine {
  text: string;
  /**
   * What it may also be, where nobody has measured what the agent does with a sequence that stands in the line; null
   * for every line that is known.
   */
  orElse: string | null;
}

/** Nothing to strip, to delete or to decode. */
const PLAIN = /^[\x20-\x7e]*$/;
/** After an escape: CSI, or a function of two characters. On bytes, each as one character. */
const SEQUENCE = /\[[0-?]*[ -/]*[@-~]|[@-OQ-WYZ\\`-~]/y;
/** After an escape: a string that runs to ST. */
const STRING = /[PX\]^_]/y;
const END_OF_STRING = "\u001b\\";
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL_SEQUENCES = /\x1b\[[0-?]*[ -/]*[@-~]/g;
/** Measured with the real agent: CSI, an operating system command, the choice of a character set. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const MEASURED = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x1b\x07]*(?:\x07|\x1b\\)|\(B)/g;
/** Taken for C1 controls, whatever character they belong to. */
const C1 = /[\x80-\x9f]/g;
const ESCAPE = "\u001b";

/**
 * What the agent makes of a line before it uploads it while the session runs. Escape sequences go, on bytes, with two
 * mistakes of its own: every byte 0x80–0x9f goes with them, which breaks many characters; and a line with a sequence
 * that it can't read (a title that BEL ends, `ESC ( B`) stays as it is. Then each carriage return goes, and a tab
 * becomes one space. Measured with an agent of October 2024 (fixtures/agent-log).
 * @param line without its newline
 */
export function cleanLine(line: Uint8Array): CleanLine {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString("latin1");
  if (PLAIN.test(bytes)) return { text: bytes, orElse: null };
  const stripped = strip(bytes);
  const text = finish(stripped === undefined ? bytes : stripped.replace(C1, ""));
  if (!bytes.includes(ESCAPE) || !bytes.replace(MEASURED, "").includes(ESCAPE)) return { text, orElse: null };
  const other = stripped === undefined ? bytes.replace(CONTROL_SEQUENCES, "").replace(C1, "") : bytes;
  return { text, orElse: finish(other) };
}

/** @returns undefined when a sequence can't be read: nothing of the line is stripped then, so it is not read further */
function strip(bytes: string): string | undefined {
  let kept = "";
  let from = 0;
  for (let at = bytes.indexOf(ESCAPE); at >= 0; at = bytes.indexOf(ESCAPE, from)) {
    kept += bytes.slice(from, at);
    const end = endOfSequence(bytes, at + 1);
    if (end === undefined) return undefined;
    from = end;
  }
  return kept + bytes.slice(from);
}

function endOfSequence(bytes: string, at: number): number | undefined {
  STRING.lastIndex = at;
  if (STRING.test(bytes)) {
    const end = bytes.indexOf(END_OF_STRING, at + 1);
    return end < 0 ? undefined : end + END_OF_STRING.length;
  }
  SEQUENCE.lastIndex = at;
  return SEQUENCE.test(bytes) ? SEQUENCE.lastIndex : undefined;
}

function finish(bytes: string): string {
  return storable(decodeUtf8(Buffer.from(bytes, "latin1")).replaceAll("\r", "").replaceAll("\t", " "));
}
