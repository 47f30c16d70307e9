/** A stretch of a text, in units of the string: [from, to). */
export type Span = readonly [from: number, to: number];

/** In order, and those that touch or overlap as one. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(([from, to]) => to > from).sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/**
 * Where the groups of a pattern stand that hold a secret.
 * @param pattern global, with indices (flags "dg"); linear: it starts at fixed letters or where a token begins, and what
 *   it has read it takes, so that no part of a text is read again and again
 */
export function* groupSpans(
  text: string,
  pattern: RegExp,
): Generator<{ span: Span; match: RegExpExecArray }> {
  for (const match of text.matchAll(pattern)) {
    const spans = match.indices?.slice(1).filter((span) => span !== undefined) ?? [];
    for (const span of spans) yield { span, match };
  }
}
