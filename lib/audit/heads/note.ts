import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/**
 * Signed notes as C2SP specifies them (https://c2sp.org/signed-note): a text, an empty line, and lines of signatures.
 * Only Ed25519 (type 0x01) is made and read. Pure.
 */

const ED25519 = Uint8Array.of(1);
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const ID_BYTES = 4;
/** In characters. */
export const LONGEST_NOTE = 10_000;
const SIGNATURE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/;

/** A public key with the name of the log that it signs. */
export interface NoteKey {
  name: string;
  /** Four bytes in hex; name and id together say which key a signature is of. */
  id: string;
  publicKey: KeyObject;
  /** `name+id+base64`, as other tools take it. */
  text: string;
}

export interface NoteSigner {
  key: NoteKey;
  privateKey: KeyObject;
}

/**
 * @param name without spaces or "+", such as `portal.example.com/audit`
 * @param seed the private key's 32 bytes, in base64 or base64url
 */
export function signerOf(name: string, seed: string): NoteSigner {
  const der = Buffer.concat([PKCS8, Buffer.from(seed, "base64")]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const raw = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(SPKI.length);
  return { key: keyOf(name, raw), privateKey };
}

/** @returns null: it is no Ed25519 key @param spki DER of its SubjectPublicKeyInfo, UNTRUSTED */
export function keyOfSpki(name: string, spki: Uint8Array): NoteKey | null {
  const isEd25519 = spki.length === SPKI.length + 32 && SPKI.equals(spki.subarray(0, SPKI.length));
  return isEd25519 ? keyOf(name, spki.subarray(SPKI.length)) : null;
}

function keyOf(name: string, raw: Uint8Array): NoteKey {
  const id = createHash("sha256").update(`${name}\n`).update(ED25519).update(raw).digest("hex").slice(0, 8);
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: "der", type: "spki" });
  const text = `${name}+${id}+${Buffer.concat([ED25519, raw]).toString("base64")}`;
  return { name, id, publicKey, text };
}

/** @returns null: it is no key of this kind */
export function readKey(text: string): NoteKey | null {
  const [, name, encoded] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(text.trim()) ?? [];
  if (name === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 33 || bytes[0] !== 1) return null;
  const key = keyOf(name, bytes.subarray(1));
  return key.text === text.trim() ? key : null;
}

/** @param text ends with a line end */
export function signNote(text: string, { key, privateKey }: NoteSigner): string {
  return withSignature(text, key, sign(null, Buffer.from(text), privateKey));
}

/**
 * @param text ends with a line end
 * @param signature of the text by `key`: 64 bytes
 */
export function withSignature(text: string, key: NoteKey, signature: Uint8Array): string {
  const encoded = Buffer.concat([Buffer.from(key.id, "hex"), signature]).toString("base64");
  return `${text}\n— ${key.name} ${encoded}\n`;
}

/** A note's text, and which of the known keys have signed it: one at least. */
export interface OpenedNote<K extends NoteKey = NoteKey> {
  text: string;
  signedBy: readonly K[];
}

/**
 * Opens a note that one of these keys has signed. UNTRUSTED until then.
 * @returns null: it is no note, none of the keys has signed it, or one of their signatures is false
 */
export function openNote<K extends NoteKey>(note: string, keys: readonly K[]): OpenedNote<K> | null {
  const end = note.lastIndexOf("\n\n");
  if (note.length > LONGEST_NOTE || end < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split("\n");
  if (!lines.every((line) => SIGNATURE.test(line))) return null;
  const known = lines.flatMap((line) => signatureIn(line, keys));
  const isSigned =
    known.length > 0 &&
    known.every(({ key, signature }) => verify(null, Buffer.from(text), key.publicKey, signature));
  return isSigned ? { text, signedBy: known.map(({ key }) => key) } : null;
}

function signatureIn<K extends NoteKey>(
  line: string,
  keys: readonly K[],
): { key: K; signature: Uint8Array }[] {
  const [, name, encoded = ""] = SIGNATURE.exec(line) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  // One signature is written in one way only.
  if (bytes.toString("base64") !== encoded) return [];
  const id = bytes.subarray(0, ID_BYTES).toString("hex");
  const key = keys.find((one) => one.name === name && one.id === id);
  return key ? [{ key, signature: bytes.subarray(ID_BYTES) }] : [];
}
