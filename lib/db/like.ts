/** A pattern for ILIKE that finds the text anywhere; what the person typed is taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
