/**
 * Where the index looks for a text in one whole recording, however long that is. Each such search is on record.
 * @param text as typed into the transcript's field, which looks for it as it stands
 */
export function searchAddress(sessionId: string, text: string): string {
  // A search can't quote a quote: its words are then looked for one by one.
  const q = text.includes('"') ? text : `"${text}"`;
  return `/sessions/search?${new URLSearchParams({ session: sessionId, q })}`;
}
