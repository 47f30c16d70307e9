/** "Ana Duarte" → "Ana", where the whole name stands beside it: the first word; a name in Han characters is whole. */
export function shortName(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(trimmed))
    return trimmed;
  return trimmed.split(/\s+/u)[0] ?? trimmed;
}
