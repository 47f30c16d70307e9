import { createCipheriv, createDecipheriv } from "node:crypto";
import type { KeyChain, SealedPlace } from "./key-chain";
import { SealedInputFault } from "./sealed-input-fault";

/**
 * What stands in `bytes` of a recorded range of input that is kept. A CHECK of the database knows the form, so nothing
 * else can stand there:
 *   1 byte    2, or 1 where the key block comes with it
 *   4 bytes   the message's number in its epoch, from 0: which key of the chain
 *   [4 bytes and the key block]
 *   16 bytes  tag, then the bytes under AES-256-GCM; each key is used once, so the nonce is the number
 */
const ALONE = 2;
const WITH_KEY = 1;
const TAG_BYTES = 16;
const HEAD_BYTES = 5;

export interface SealedMessage {
  number: number;
  keyBlock: Uint8Array | undefined;
  /** Tag and ciphertext. */
  body: Uint8Array;
}

/** Seals one message of input to the next key of its chain. @param keyBlock where it is not on record yet */
export function sealMessage(
  chain: KeyChain,
  frame: SealedPlace & { sequence: number; payload: Uint8Array },
  keyBlock: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> {
  const { number, key } = chain.take();
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number));
  cipher.setAAD(boundTo(frame, number));
  const sealed = Buffer.concat([cipher.update(frame.payload), cipher.final()]);
  key.fill(0);
  const head = Buffer.alloc(HEAD_BYTES);
  head[0] = keyBlock ? WITH_KEY : ALONE;
  head.writeUInt32BE(number, 1);
  return Buffer.concat([
    head,
    ...(keyBlock ? [lengthOf(keyBlock), keyBlock] : []),
    cipher.getAuthTag(),
    sealed,
  ]);
}

/** UNTRUSTED. @throws SealedInputFault ALTERED for what is no sealed message */
export function readMessage(bytes: Uint8Array, item: string): SealedMessage {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isWithKey = all[0] === WITH_KEY;
  if ((!isWithKey && all[0] !== ALONE) || all.length < HEAD_BYTES + TAG_BYTES + (isWithKey ? 4 : 0))
    throw new SealedInputFault("ALTERED", `${item} is not sealed as Halligan seals`);
  const number = all.readUInt32BE(1);
  if (!isWithKey) return { number, keyBlock: undefined, body: all.subarray(HEAD_BYTES) };
  const end = HEAD_BYTES + 4 + all.readUInt32BE(HEAD_BYTES);
  if (end + TAG_BYTES > all.length)
    throw new SealedInputFault("ALTERED", `${item} is not sealed as Halligan seals`);
  return { number, keyBlock: all.subarray(HEAD_BYTES + 4, end), body: all.subarray(end) };
}

/** @throws SealedInputFault ALTERED when it was sealed for another place, or is not what was sealed */
export function openMessage(
  chain: KeyChain,
  message: SealedMessage,
  place: SealedPlace & { sequence: number; item: string },
): Uint8Array {
  const key = chain.takeAt(message.number);
  if (!key) throw new SealedInputFault("ALTERED", `${place.item} does not follow what stands before it`);
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(message.number), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(place, message.number));
  decipher.setAuthTag(message.body.subarray(0, TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(message.body.subarray(TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new SealedInputFault("ALTERED", `${place.item} is not what was sealed there`, { cause: error });
  } finally {
    key.fill(0);
  }
}

function boundTo(place: SealedPlace & { sequence: number }, number: number): Buffer {
  return Buffer.from(`halligan-input-1 ${place.sessionId} ${place.epoch} ${place.sequence} ${number}`);
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}

function lengthOf(block: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(block.length);
  return length;
}
