/** A head of the log: what it was at a size. */
export interface Checkpoint {
  /** The log's name. */
  origin: string;
  /** How many batches it has. */
  size: number;
  /** RFC 6962 root over the batches' hashes, in hex. */
  root: string;
  /** When it was signed: `2026-11-23T17:00:00.123Z`. */
  at: string;
}

/** A head as a text to be signed: C2SP's checkpoint (https://c2sp.org/tlog-checkpoint), with the time as a further line. */
export function checkpointText({ origin, size, root, at }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root, "hex").toString("base64")}\ntime ${at}\n`;
}

const TEXT =
  /^(?<origin>\S+)\n(?<size>[1-9]\d{0,9})\n(?<root>[A-Za-z0-9+/]{43}=)\ntime (?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n$/;

/** @returns null: it is no head of ours */
export function readCheckpoint(text: string): Checkpoint | null {
  const { origin, size, root, at } = TEXT.exec(text)?.groups ?? {};
  if (origin === undefined || size === undefined || root === undefined || at === undefined) return null;
  return { origin, size: Number(size), root: Buffer.from(root, "base64").toString("hex"), at };
}
