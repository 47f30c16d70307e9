const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Escapes text for XML and drops what XML 1.0 cannot carry at all. */
export function escapeXml(text: string): string {
  return [...text]
    .filter((character) => isXmlCharacter(character.codePointAt(0) ?? 0))
    .join("")
    .replace(/[&<>"]/g, (c) => ESCAPES[c] ?? c);
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code !== 0xfffe && code !== 0xffff;
}

/**
 * Writes a value as the children of an element.
 * Arrays become repeated `itemTag` elements: `member` in the query protocol, `item` in EC2's.
 */
export function toXml(value: unknown, itemTag: "member" | "item"): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value))
    return value.map((item) => `<${itemTag}>${toXml(item, itemTag)}</${itemTag}>`).join("");
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") {
    return Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([tag, child]) => `<${tag}>${toXml(child, itemTag)}</${tag}>`)
      .join("");
  }
  return escapeXml(String(value));
}
