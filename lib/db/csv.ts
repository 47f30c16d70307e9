/** What a column holds. Lists are written with "; " between their entries, instants in ISO 8601, UTC. */
export type CsvValue = string | number | boolean | Date | null | readonly string[];

/**
 * One line of CSV as RFC 4180 has it: every cell in quotes, CR LF at the end.
 * @param values hostile text: node names, reasons and incidents were written by others
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map((value) => `"${inertCell(textOf(value)).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/** What a spreadsheet would take for a formula when it opens the file; the wide ones are the same to some of them. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
/** What moves a terminal's cursor or turns the reading direction around: everything but tab and line ends. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/**
 * A cell that does nothing wherever it is opened: what would be a formula gets an apostrophe in front, what can't be
 * seen is written by its number.
 */
export function inertCell(text: string): string {
  const seen = text.replace(
    UNSEEN,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  return FORMULA.test(seen) ? `'${seen}` : seen;
}

function textOf(value: CsvValue): string {
  if (value === null) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? value.join("; ") : String(value);
}
