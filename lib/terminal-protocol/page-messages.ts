/**
 * What a page hears: that something it may see has changed, and that its person was told something. It reads itself, or
 * the notices, again; nothing else is said.
 */
const TO_PAGE = ["changed", "told", "alive"] as const;
export interface ToPage {
  type: (typeof TO_PAGE)[number];
}

export function encodeToPage(message: ToPage): string {
  return JSON.stringify(message);
}

/**
 * Parses a message to a page; undefined when it is none that we know. By hand: every page of the portal loads this,
 * and a schema of three words would bring more with it than all the rest of the channel.
 */
export function parseToPage(text: string): ToPage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
    const type = TO_PAGE.find((known) => known === message.type);
    return type && { type };
  } catch {
    return undefined;
  }
}

/**
 * The query of a page's address.
 * @param ageMs how old the page is, in whole milliseconds: what happened since is told to it
 */
export function pageQuery(ageMs: number): string {
  return `ageMs=${ageMs}`;
}

/** @returns how old the page is, in milliseconds; as old as can be when it doesn't say so */
export function parsePageQuery(params: URLSearchParams): number {
  const text = params.get("ageMs") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER;
}
