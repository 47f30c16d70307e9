/** Draws nothing: formats, controls, marks on nothing, blanks that pass for letters. */
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{M}\u115f\u1160\u2800\u3164\uffa0]/gu;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/gu;

/** Eight Han characters say as much as twenty Latin ones. */
const DENSE_WEIGHT = 2.5;

/**
 * How much a text says, in Latin characters: what can't be seen counts for nothing, a run of blanks for one, a Han
 * character for two and a half.
 */
export function weightOf(text: string): number {
  const seen = text.replace(/\s+/gu, " ").replace(INVISIBLE, "").trim().replace(/ +/g, " ");
  const dense = seen.match(DENSE)?.length ?? 0;
  return [...seen].length + dense * (DENSE_WEIGHT - 1);
}

/**
 * Whether a reason says enough: the one rule for every text that a person has to give, in the form and behind it.
 * @param min in Latin characters, see `weightOf`
 */
export function saysEnough(text: string, min: number): boolean {
  return weightOf(text) >= min;
}
