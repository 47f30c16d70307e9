import type { Span } from "./span";

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const ANY = /-----BEGIN|Private-Lines:/;
/** What stands between its first and its last line: base64, or a header of an encrypted one. */
const BODY =
  /^[\s>|"'+-]*(?:[A-Za-z0-9+/]+={0,2}|=[A-Za-z0-9+/]{4}|(?:Proc-Type|DEK-Info|Version|Comment): [^\n]{0,200})[\s\\"',|]*$/;
/** A longer line is base64 and nothing else. */
const LONG = 400;
const LONG_BODY = /^[A-Za-z0-9+/=\s]*$/;
/** PuTTY's form: how many lines of base64 follow. */
const PUTTY = /^[\s>]*Private-Lines: ?([0-9]{1,4})\s*$/;
/** Lines of a key: RSA of 16,384 bits has 200. Lines that are none may stand between. */
const MOST_LINES = 400;

/** What stands in blocks of private keys, over several lines or in one, as in JSON. */
export function* findPrivateKeys(text: string): Generator<Span> {
  if (!ANY.test(text)) return;
  let left = 0;
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    const line = text.slice(from, to);
    const putty = PUTTY.exec(line);
    if (putty) left = Number(putty[1]);
    else {
      const begin = yieldable(line);
      if (begin.spans.length > 0 || begin.isOpen) {
        for (const [start, end] of begin.spans) yield [from + start, from + end];
        left = begin.isOpen ? MOST_LINES : 0;
      } else if (left > 0) {
        const end = END.exec(line);
        if (end) {
          if (end.index > 0 && isBody(line.slice(0, end.index))) yield [from, from + end.index];
          left = 0;
        } else {
          if (isBody(line)) yield [from, to];
          left -= 1;
        }
      }
    }
    from = to + 1;
  }
}

/** Whether a line may stand within a key. */
function isBody(line: string): boolean {
  return (line.length > LONG ? LONG_BODY : BODY).test(line);
}

/** The keys that begin within a line. @returns isOpen: the last one goes on in the next line */
function yieldable(line: string): { spans: Span[]; isOpen: boolean } {
  const spans: Span[] = [];
  let at = 0;
  for (;;) {
    const begin = BEGIN.exec(line.slice(at));
    if (!begin) return { spans, isOpen: false };
    const from = at + begin.index + begin[0].length;
    const end = END.exec(line.slice(from));
    if (!end) {
      // What follows on the line is the key's only if it looks like it.
      if (line.slice(from).trim() !== "") spans.push([from, line.length]);
      return { spans, isOpen: true };
    }
    spans.push([from, from + end.index]);
    at = from + end.index + end[0].length;
  }
}
