/** The usual prompts of shells: `user@host:path$`, `[user@host path]$`, `sh-5.2$`, with `#` for root. */
const PROMPT =
  /^(?:\([^()\s]{1,40}\) )?(?:\[?[\w.-]{1,64}@[\w.-]{1,255}[: ][^$#%]{0,255}|(?:ba|z|k|da)?sh-[\d.]{1,12})[$#%](?: (.*))?$/u;

/** @returns what was typed at the prompt that a line begins with, perhaps nothing; undefined: it begins with none */
export function typedAtPrompt(line: string): string | undefined {
  const prompt = PROMPT.exec(line);
  return prompt ? (prompt[1] ?? "").trim() : undefined;
}
