/** Characters that are sent at once: a recording of single letters is not sent letter by letter. */
const PIECE = 64 * 1024;

/** Lines with their line ends, joined into pieces of some size. */
export async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let piece = "";
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece !== "") yield Buffer.from(piece);
}
