import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  randomUUID,
  sign,
} from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { AwsError } from "../wire/aws-error";
import { openJournal } from "./journal";

const entrySchema = z.object({
  accountId: z.string(),
  region: z.string(),
  keyId: z.string(),
  /** Base64 of 32 bytes: the key itself, or the seed of the private one. */
  material: z.string(),
  spec: z.enum(["SYMMETRIC_DEFAULT", "ECC_NIST_EDWARDS25519"]).default("SYMMETRIC_DEFAULT"),
  isEnabled: z.boolean(),
  createdAt: z.number(),
});
/** A key as one region has it; a multi-Region key has the same id and material in each of its regions. */
export type StoredKey = z.infer<typeof entrySchema>;

export type EncryptionContext = Readonly<Record<string, string>>;

/** Keys of KMS; they survive a restart. */
export interface KeyStore {
  list(): readonly StoredKey[];
  find(accountId: string, region: string, keyId: string): StoredKey | undefined;
  setEnabled(key: StoredKey, isEnabled: boolean): void;
  /** Plain Ed25519 (RFC 8032). @throws AwsError DisabledException */
  sign(key: StoredKey, message: Buffer): Buffer;
  /** DER of the SubjectPublicKeyInfo. @throws AwsError DisabledException */
  publicKey(key: StoredKey): Buffer;
  /** @throws AwsError DisabledException */
  encrypt(key: StoredKey, plaintext: Buffer, context: EncryptionContext): Buffer;
  /** @throws AwsError DisabledException | IncorrectKeyException | InvalidCiphertextException */
  decrypt(key: StoredKey, ciphertextBlob: Buffer, context: EncryptionContext): Buffer;
  close(): void;
}

/**
 * Opens the store; each account that is new gets a multi-Region key, and one of them a key that signs.
 * @param accounts with their regions
 * @param signing where the key that signs is
 */
export function openKeyStore(
  stateDir: string,
  accounts: readonly { accountId: string; regions: readonly string[] }[],
  signing: Pick<StoredKey, "accountId" | "region" | "keyId">,
  now: number,
): KeyStore {
  const journal = openJournal(join(stateDir, "keys.jsonl"), (raw) => entrySchema.parse(raw));
  const keys = new Map(journal.found.map((key) => [nameOf(key), key]));
  if (keys.size < journal.found.length) journal.compact([...keys.values()]);
  const save = (key: StoredKey) => {
    journal.append(key, { durable: true });
    keys.set(nameOf(key), key);
  };
  for (const { accountId, regions } of accounts) {
    const known = [...keys.values()].find((key) => key.accountId === accountId && !isSigning(key));
    const keyId = known?.keyId ?? `mrk-${randomUUID().replaceAll("-", "")}`;
    const material = known?.material ?? randomBytes(32).toString("base64");
    for (const region of regions)
      if (!keys.has(nameOf({ accountId, region, keyId })))
        save({
          ...{ accountId, region, keyId, material, spec: "SYMMETRIC_DEFAULT" },
          ...{ isEnabled: true, createdAt: now },
        });
  }
  if (![...keys.values()].some(isSigning))
    save({
      ...signing,
      ...{ material: randomBytes(32).toString("base64"), spec: "ECC_NIST_EDWARDS25519" },
      ...{ isEnabled: true, createdAt: now },
    });
  return {
    list: () => [...keys.values()],
    find: (accountId, region, keyId) => keys.get(nameOf({ accountId, region, keyId })),
    setEnabled: (key, isEnabled) => save({ ...key, isEnabled }),
    sign(key, message) {
      checkEnabled(keys.get(nameOf(key)) ?? key);
      return sign(null, message, privateKeyOf(key));
    },
    publicKey(key) {
      checkEnabled(keys.get(nameOf(key)) ?? key);
      return createPublicKey(privateKeyOf(key)).export({ format: "der", type: "spki" });
    },
    encrypt(key, plaintext, context) {
      checkEnabled(keys.get(nameOf(key)) ?? key);
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.material, "base64"), nonce);
      cipher.setAAD(bytesOf(context));
      const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return Buffer.concat([header(key.keyId), nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(key, ciphertextBlob, context) {
      checkEnabled(keys.get(nameOf(key)) ?? key);
      if (keyIdOf(ciphertextBlob) !== key.keyId)
        throw new AwsError(
          "IncorrectKeyException",
          "The key ID in the request does not identify a CMK that can perform this operation.",
        );
      const rest = ciphertextBlob.subarray(header(key.keyId).length);
      const decipher = createDecipheriv(
        "aes-256-gcm",
        Buffer.from(key.material, "base64"),
        rest.subarray(0, 12),
        { authTagLength: 16 },
      );
      try {
        decipher.setAAD(bytesOf(context));
        decipher.setAuthTag(rest.subarray(12, 28));
        return Buffer.concat([decipher.update(rest.subarray(28)), decipher.final()]);
      } catch {
        throw new AwsError("InvalidCiphertextException", "");
      }
    },
    close: () => journal.close(),
  };
}

export function keyArn({
  accountId,
  region,
  keyId,
}: Pick<StoredKey, "accountId" | "region" | "keyId">): string {
  return `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
}

export function isSigning({ spec }: StoredKey): boolean {
  return spec === "ECC_NIST_EDWARDS25519";
}

/** The key that a ciphertext says it is of; undefined for what is no ciphertext of ours. */
export function keyIdOf(ciphertextBlob: Buffer): string | undefined {
  const length = ciphertextBlob[1] ?? 0;
  if (ciphertextBlob[0] !== VERSION || ciphertextBlob.length < 2 + length + 28) return undefined;
  return ciphertextBlob.toString("latin1", 2, 2 + length);
}

const VERSION = 1;
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

function privateKeyOf({ material }: StoredKey) {
  const key = Buffer.concat([PKCS8, Buffer.from(material, "base64")]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function header(keyId: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION, keyId.length]), Buffer.from(keyId, "latin1")]);
}

function checkEnabled(key: StoredKey): void {
  if (!key.isEnabled) throw new AwsError("DisabledException", `${keyArn(key)} is disabled.`);
}

/** The order of its pairs says nothing. */
function bytesOf(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function nameOf({ accountId, region, keyId }: Pick<StoredKey, "accountId" | "region" | "keyId">): string {
  return `${accountId}/${region}/${keyId}`;
}
