import type { TranscriptLine } from "./transcript";

/** A line that was typed at a shell's prompt, as it stood on the screen when Enter was pressed. */
export interface TypedCommand {
  /** Seconds since the start at which Enter was pressed. */
  at: number;
  text: string;
  /** Seconds until the next prompt was there; undefined: none came. */
  seconds: number | undefined;
}

/** The usual prompts of shells: `user@host:path$`, `[user@host path]$`, `sh-5.2$`, with `#` for root. */
const PROMPT =
  /^(?:\([^()\s]{1,40}\) )?(?:\[?[\w.-]{1,64}@[\w.-]{1,255}[: ][^$#%]{0,255}|(?:ba|z|k|da)?sh-[\d.]{1,12})[$#%](?: (.*))?$/u;

/**
 * The commands of a transcript, found by the shell's prompt. A guess: a program may print what looks like one, and a
 * shell whose prompt looks otherwise has none here.
 */
export function commandsOf(lines: readonly TranscriptLine[]): TypedCommand[] {
  const commands: TypedCommand[] = [];
  let open: TypedCommand | undefined;
  for (const line of lines) {
    if (line.kind !== "output") continue;
    const prompt = PROMPT.exec(line.text);
    if (!prompt) continue;
    if (open) open.seconds = Math.max(0, line.from - open.at);
    open = undefined;
    const text = (prompt[1] ?? "").trim();
    if (text === "") continue;
    open = { at: line.at, text, seconds: undefined };
    commands.push(open);
  }
  return commands;
}
