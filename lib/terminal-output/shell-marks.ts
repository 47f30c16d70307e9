/**
 * What a shell says of itself: that its prompt begins (A), that what is typed begins (B), that a command was entered (C)
 * and that it ended (D), with its exit status. After "semantic prompts", OSC 133
 * (https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md).
 */
const MARK = /^133;(?:([ABC])(?:;.*)?|D(?:;(\d{1,3})(?:;.*)?|;.*)?)$/;

/**
 * @param text of an OSC
 * @returns the mark written anew, with nothing in it but the letter and an exit status; undefined when it is another OSC
 */
export function readShellMark(text: string): string | undefined {
  const mark = MARK.exec(text);
  if (!mark) return undefined;
  const [, letter, exit] = mark;
  const said = letter ?? (exit === undefined ? "D" : `D;${Number(exit)}`);
  return `\x1b]133;${said}\x1b\\`;
}
