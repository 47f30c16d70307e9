import { z } from "zod";
import { FrameError } from "../wire/message";

/** Of a challenge, in both directions: random bytes, encrypted. */
export const CHALLENGE_BYTES = 64;
/** A request to KMS holds this as one value of its context. */
const LONGEST_CHALLENGE = 512;

const base64 = z
  .string()
  .max(4096)
  .refine((text) => Buffer.from(text, "base64").toString("base64") === text);
const parameters = z.object({
  KMSKeyId: z.string().min(1).max(2048),
  // Newer agents send it, and bind the key to it.
  Challenge: base64.max(LONGEST_CHALLENGE).nullish(),
});
const challenge = z.object({ Challenge: base64.min(1) });

/** What the agent asks for with KMSEncryption. UNTRUSTED. Throws FrameError PAYLOAD_MALFORMED. */
export function parseKmsParameters(value: unknown): { keyId: string; challenge: string | undefined } {
  const parsed = parameters.safeParse(value);
  if (!parsed.success) throw malformed("the request for encryption can't be read");
  return { keyId: parsed.data.KMSKeyId, challenge: parsed.data.Challenge || undefined };
}

/** The client's answer to KMSEncryption: the key, as KMS encrypted it for the node. */
export function buildKmsResult(ciphertextBlob: Uint8Array, challenge: string | undefined): object {
  return {
    KMSCipherTextKey: Buffer.from(ciphertextBlob).toString("base64"),
    KMSCipherTextHash: null,
    ...(challenge === undefined ? {} : { ChallengeAcknowledgement: true }),
  };
}

/** The encrypted bytes of a challenge. UNTRUSTED. Throws FrameError PAYLOAD_MALFORMED. */
export function parseChallenge(payload: Uint8Array): Uint8Array {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8"));
  } catch (cause) {
    throw malformed("the challenge is not JSON", cause);
  }
  const parsed = challenge.safeParse(json);
  if (!parsed.success) throw malformed("the challenge can't be read");
  return Buffer.from(parsed.data.Challenge, "base64");
}

export function buildChallenge(encrypted: Uint8Array): Uint8Array {
  return Buffer.from(JSON.stringify({ Challenge: Buffer.from(encrypted).toString("base64") }));
}

function malformed(message: string, cause?: unknown): FrameError {
  return new FrameError("PAYLOAD_MALFORMED", message, cause === undefined ? undefined : { cause });
}
