/** What a person typed, to be taken literally inside a LIKE pattern. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A pattern for ILIKE that finds the text anywhere. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}
