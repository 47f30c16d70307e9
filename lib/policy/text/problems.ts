/** A file of rules. */
export interface PolicyFile {
  /** Such as `access.cedar`. */
  readonly name: string;
  readonly text: string;
}

/** What is wrong with a file, for whoever wrote it. Lines and columns begin at 1; columns count characters. */
export interface PolicyProblem {
  readonly file: string;
  /** By its `@id`; null: it has none, or the file itself is meant. */
  readonly policy: string | null;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly help: string | null;
}

/** Where an offset is. @param offset in UTF-16 units */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
}

/** Cedar counts the bytes of UTF-8, we count UTF-16 units. */
export function fromByteOffset(text: string, bytes: number): number {
  let counted = 0;
  let units = 0;
  for (const character of text) {
    if (counted >= bytes) break;
    counted += Buffer.byteLength(character);
    units += character.length;
  }
  return units;
}

/** By file, then by place: the same order whatever found them. */
export function inOrder<T extends PolicyProblem>(problems: readonly T[]): T[] {
  return [...problems].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.message < b.message ? -1 : a.message > b.message ? 1 : 0),
  );
}
