import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { AppError } from "@/lib/kernel/errors";
import { AwsCredentials, clientSettings } from "./credentials";
import { calling } from "./errors";

/** One data key: which key of KMS it is under, and what both ends bind it to. */
export interface DataKeyScope {
  region: string;
  /** ARN of the KMS key. */
  keyArn: string;
  /** KMS gives the key back for this context only. */
  context: Readonly<Record<string, string>>;
  /** How long the key is. */
  bytes: number;
}

/**
 * A new data key. The caller overwrites `plaintext`; `ciphertextBlob` is no secret.
 * @throws AppError AWS_*: AWS_INVALID when the key is disabled or the answer is no key of that length
 */
export async function generateDataKey(
  credentials: AwsCredentials,
  { region, keyArn, context, bytes }: DataKeyScope,
): Promise<{ plaintext: Uint8Array; ciphertextBlob: Uint8Array }> {
  const { Plaintext, CiphertextBlob } = await calling("GenerateDataKey", () =>
    clientOf(region, credentials).send(
      new GenerateDataKeyCommand({ KeyId: keyArn, NumberOfBytes: bytes, EncryptionContext: { ...context } }),
    ),
  );
  const plaintext = checked("GenerateDataKey", Plaintext, bytes);
  if (!CiphertextBlob || CiphertextBlob.byteLength === 0 || CiphertextBlob.byteLength > LONGEST_BLOB) {
    plaintext.fill(0);
    throw invalid("GenerateDataKey", "without a ciphertext");
  }
  return { plaintext, ciphertextBlob: CiphertextBlob };
}

/**
 * A data key that was made before. The caller overwrites it.
 * @throws AppError AWS_*: AWS_INVALID when the key is disabled, the blob is none of this key and context, or the answer
 *   is no key of that length
 */
export async function decryptDataKey(
  credentials: AwsCredentials,
  { region, keyArn, context, bytes }: DataKeyScope,
  ciphertextBlob: Uint8Array,
): Promise<Uint8Array> {
  const { Plaintext } = await calling("Decrypt", () =>
    clientOf(region, credentials).send(
      new DecryptCommand({
        ...{ KeyId: keyArn, CiphertextBlob: ciphertextBlob, EncryptionContext: { ...context } },
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      }),
    ),
  );
  return checked("Decrypt", Plaintext, bytes);
}

/** What KMS takes: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
const LONGEST_BLOB = 6144;

function clientOf(region: string, credentials: AwsCredentials): KMSClient {
  return new KMSClient({ ...clientSettings(region), credentials: AwsCredentials.open(credentials) });
}

function checked(operation: string, plaintext: Uint8Array | undefined, bytes: number): Uint8Array {
  if (plaintext?.byteLength === bytes) return plaintext;
  plaintext?.fill(0);
  throw invalid(operation, `with a key of ${plaintext?.byteLength ?? 0} bytes`);
}

function invalid(operation: string, what: string): AppError {
  const detail = `${operation} answered ${what}`;
  return new AppError("AWS_INVALID", detail, { params: { operation, name: "InvalidDataKey", detail } });
}
