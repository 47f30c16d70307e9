import { verify } from "node:crypto";
import { readSigningKey, type SigningKey, signWithKey } from "@/lib/aws/signing-keys";
import { AppError } from "@/lib/kernel/errors";
import { keyOfSpki, type NoteKey, signerOf, signNote, withSignature } from "./note";

/** Whoever signs heads: its private key may be here, or where nobody can read it. */
export interface HeadSigner {
  /** @throws AppError AWS_* */
  key(): Promise<NoteKey>;
  /** The text as a signed note. @param text ends with a line end @throws AppError AWS_* */
  sign(text: string): Promise<string>;
}

/**
 * @param name of the log, such as `portal.example.com/audit`
 * @param seed the private key's 32 bytes, in base64 or base64url
 */
export function signerWithSeed(name: string, seed: string): HeadSigner {
  const signer = signerOf(name, seed);
  return { key: async () => signer.key, sign: async (text) => signNote(text, signer) };
}

/**
 * A key of KMS. Its public half is asked for once, when it is first needed; every signature is checked with it before it
 * is used.
 * @param name of the log
 */
export function signerInKms(name: string, signing: SigningKey): HeadSigner {
  let known: Promise<NoteKey> | undefined;
  const key = async () => {
    known ??= readPublicKey(name, signing);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
  return {
    key,
    async sign(text) {
      const own = await key();
      const bytes = Buffer.from(text);
      const signature = await signWithKey(signing, bytes);
      if (!verify(null, bytes, own.publicKey, signature))
        throw invalid("Sign", "a signature that its own public key does not confirm");
      return withSignature(text, own, signature);
    },
  };
}

async function readPublicKey(name: string, signing: SigningKey): Promise<NoteKey> {
  const key = keyOfSpki(name, await readSigningKey(signing));
  if (!key) throw invalid("GetPublicKey", "a key that is not of the spec ECC_NIST_EDWARDS25519");
  return key;
}

function invalid(operation: string, what: string): AppError {
  const detail = `${operation} answered ${what}`;
  return new AppError("AWS_INVALID", detail, { params: { operation, name: "InvalidSigningKey", detail } });
}
