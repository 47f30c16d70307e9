import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { AppError } from "@/lib/kernel/errors";

/**
 * Output of a recording as an object outside the database: eight bytes that say what it is, a nonce of twelve, and,
 * encrypted with the recording's own key (AES-256-GCM), a gzip stream of the ranges in order, each its number (eight
 * bytes), its length (four) and its bytes. The sixteen bytes of the tag are the last. Numbers are big-endian.
 *
 * The nonce is made of what is encrypted, so the same ranges give the same object whenever they are packed again, and two
 * different ones never share a nonce.
 */
const MAGIC = Buffer.from("HLPACK01");
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 12;
export const KEY_BYTES = 32;
/** No object is longer, and none holds more: who reads one has it in memory. */
export const MOST_PACK_BYTES = 64 * 1024 * 1024;
/** So much is hashed or decrypted at once: whoever opens a pack has terminals to serve. */
const PIECE = 256 * 1024;

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Which pack it is: part of what is authenticated, so that no pack passes for another. */
export interface PackName {
  sessionId: string;
  number: number;
}

/** What a pack holds, as the database says; no more is read. */
export interface PackSize {
  ranges: number;
  bytes: number;
}

/** Packs ranges of output. @param ranges in the order of their numbers */
export async function sealPack(
  ranges: readonly { id: bigint; bytes: Uint8Array }[],
  key: Uint8Array,
  name: PackName,
): Promise<{ object: Uint8Array; sha256: string }> {
  const parts = ranges.flatMap(({ id, bytes }) => {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeBigUInt64BE(id, 0);
    header.writeUInt32BE(bytes.length, 8);
    return [header, bytes];
  });
  const plain = Buffer.concat(parts);
  const packed = await zip(plain);
  if (Math.max(plain.length, packed.length) > MOST_PACK_BYTES - MAGIC.length - NONCE_BYTES - TAG_BYTES)
    throw new RangeError(
      `pack ${name.number} of ${name.sessionId} would have more than ${MOST_PACK_BYTES} bytes`,
    );
  const nonce = createHmac("sha256", key)
    .update(aboutOf(name))
    .update(packed)
    .digest()
    .subarray(0, NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aboutOf(name));
  const object = Buffer.concat([MAGIC, nonce, cipher.update(packed), cipher.final(), cipher.getAuthTag()]);
  return { object, sha256: createHash("sha256").update(object).digest("hex") };
}

/**
 * Opens a pack. UNTRUSTED: whoever may write to the bucket put it there.
 * @returns the bytes of each range, by its number
 * @throws AppError RECORDING_UNREADABLE for one that was not packed with this key as this pack, or holds something else
 */
export async function openPack(
  object: Uint8Array,
  key: Uint8Array,
  name: PackName,
  size: PackSize,
): Promise<Map<string, Uint8Array>> {
  try {
    if (Math.max(object.length, plainBytes(size)) > MOST_PACK_BYTES) throw new RangeError("it is too long");
    return rangesOf(
      await unzip(await decrypt(object, key, name), { maxOutputLength: plainBytes(size) }),
      size,
    );
  } catch (cause) {
    const what = `pack ${name.number} of ${name.sessionId} can't be opened`;
    throw new AppError("RECORDING_UNREADABLE", what, { cause });
  }
}

/** SHA-256 in hex, a piece at a time. */
export async function hashInPieces(bytes: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += PIECE) {
    hash.update(bytes.subarray(at, at + PIECE));
    await breathe();
  }
  return hash.digest("hex");
}

async function decrypt(object: Uint8Array, key: Uint8Array, name: PackName): Promise<Uint8Array> {
  const from = MAGIC.length + NONCE_BYTES;
  const to = object.length - TAG_BYTES;
  if (to < from || !MAGIC.equals(object.subarray(0, MAGIC.length))) throw new RangeError("it is no pack");
  const decipher = createDecipheriv("aes-256-gcm", key, object.subarray(MAGIC.length, from))
    .setAAD(aboutOf(name))
    .setAuthTag(object.subarray(to));
  const pieces: Uint8Array[] = [];
  for (let at = from; at < to; at += PIECE) {
    pieces.push(decipher.update(object.subarray(at, Math.min(to, at + PIECE))));
    await breathe();
  }
  return Buffer.concat([...pieces, decipher.final()]);
}

function rangesOf(plain: Buffer, size: PackSize): Map<string, Uint8Array> {
  const ranges = new Map<string, Uint8Array>();
  for (let at = 0; at < plain.length; ) {
    const id = plain.readBigUInt64BE(at).toString();
    const end = at + HEADER_BYTES + plain.readUInt32BE(at + 8);
    if (end > plain.length || ranges.has(id)) throw new RangeError("its ranges do not follow each other");
    ranges.set(id, plain.subarray(at + HEADER_BYTES, end));
    at = end;
  }
  if (ranges.size !== size.ranges || plain.length !== plainBytes(size))
    throw new RangeError("it holds other ranges than it should");
  return ranges;
}

const plainBytes = ({ ranges, bytes }: PackSize) => ranges * HEADER_BYTES + bytes;
const aboutOf = ({ sessionId, number }: PackName) => Buffer.from(`${sessionId}/${number}`);
const breathe = () => new Promise((resolve) => setImmediate(resolve));
