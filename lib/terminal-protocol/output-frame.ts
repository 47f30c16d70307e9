const OFFSET_BYTES = 8;

/** Output, and where it stands in the session's stream. */
export interface OutputFrame {
  /** Offset of the first byte. */
  start: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A binary frame to the browser: eight bytes of offset (big endian), then output. */
export function encodeOutput(start: number, pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const frame = new Uint8Array(OFFSET_BYTES + length);
  new DataView(frame.buffer).setBigUint64(0, BigInt(start));
  let at = OFFSET_BYTES;
  for (const piece of pieces) {
    frame.set(piece, at);
    at += piece.length;
  }
  return frame;
}

/** @returns undefined for a frame that is too short to be one */
export function decodeOutput(frame: ArrayBuffer): OutputFrame | undefined {
  if (frame.byteLength < OFFSET_BYTES) return undefined;
  return {
    start: Number(new DataView(frame).getBigUint64(0)),
    bytes: new Uint8Array(frame, OFFSET_BYTES),
  };
}
