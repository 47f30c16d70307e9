/** The usual prompts of shells: `user@host:path$`, `[user@host path]$`, `sh-5.2$`, with `#` for root. */
const PROMPT =
  /^((?:\([^()\s]{1,40}\) )?\[?[\w.-]{1,64}@[\w.-]{1,255}[: ]|(?:ba|z|k|da)?sh-[\d.]{1,12})(?:(?<=[: ])[^$#%]{0,255})?[$#%](?: (.*))?$/u;

/** What a line's prompt begins with, up to the path, and what was typed at it, perhaps nothing. */
export interface FoundPrompt {
  prompt: string;
  typed: string;
}

/**
 * @param known what prompts began with before: where a program left its line unfinished (`read -s -p`, `printf`), the
 *   prompt stands behind that
 * @returns undefined: there is none in the line
 */
export function findPrompt(line: string, known: readonly string[]): FoundPrompt | undefined {
  const found = promptOf(line);
  if (found) return found;
  const at = Math.max(...known.map((prompt) => line.indexOf(prompt)));
  return at > 0 ? promptOf(line.slice(at)) : undefined;
}

function promptOf(line: string): FoundPrompt | undefined {
  const match = PROMPT.exec(line);
  return match?.[1] === undefined ? undefined : { prompt: match[1], typed: (match[2] ?? "").trim() };
}
