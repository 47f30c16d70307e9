/** What a column holds. Lists are written with "; " between their entries, instants in ISO 8601, UTC. */
export type CsvValue = string | number | boolean | Date | null | readonly string[];

/**
 * One line of CSV as RFC 4180 has it: every cell in quotes, CR LF at the end.
 * @param values hostile text: node names, reasons and incidents were written by others
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map((value) => `"${inertCell(textOf(value)).replaceAll('"', '""')}"`).join(",")}\r\n`;
}

/**
 * What a spreadsheet may take for the beginning of a formula, and the full-width, small and superscript forms that some
 * of them read as the same.
 */
const FORMULA = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−";
/** What is passed over before it: spaces, marks without a body, what can't be seen, and the quote of a cell that was cut. */
const PASSED_OVER = '\\p{Z}\\p{Cf}\\p{Co}\\p{Cn}\\p{M}\\p{Default_Ignorable_Code_Point}"';
/**
 * A formula at the beginning of the text or behind what a spreadsheet of another country or kind splits at: it goes by
 * ";" or a tab, not by our comma, knows no quotes, or takes a line end for the end of a row.
 */
const STARTS = new RegExp(`(^|[,;\\t\\r\\n|])([${PASSED_OVER}]*)(?=[${FORMULA}])`, "gu");
/** A cell that begins with one of these is read differently by different programs. */
const EDGE = /^[\t\r\n]/u;
/**
 * What moves a terminal's cursor, turns the reading direction around or can't be seen at all: everything but tab and
 * line ends. Joiners and variation selectors stay inside of words and emoji, where they mean something.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}]/gu;

/** A text of others with what can't be seen, or turns the reading direction around, written by its number. */
export function seenText(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A cell that does nothing wherever it is opened, and stays readable: an apostrophe stands before whatever would begin a
 * formula, also where a program splits the cell at another separator; what can't be seen is written by its number.
 */
export function inertCell(text: string): string {
  const inert = seenText(text).replace(STARTS, "$1$2'");
  return EDGE.test(inert) ? `'${inert}` : inert;
}

function textOf(value: CsvValue): string {
  if (value === null) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? value.join("; ") : String(value);
}
