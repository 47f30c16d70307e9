import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { AwsCredentials, clientSettings, ownCredentials, withRole } from "./credentials";
import { calling } from "./errors";

/** A key of KMS that signs, and as whom it is used. */
export interface SigningKey {
  /** ARN of the key itself: what an alias stands for may change. */
  keyArn: string;
  /** Assumed first; undefined: the process's own role. */
  roleArn: string | undefined;
}

/**
 * The public key: DER of its SubjectPublicKeyInfo, UNTRUSTED; empty where the answer has none.
 * @throws AppError AWS_*
 */
export function readSigningKey(key: SigningKey): Promise<Uint8Array> {
  return withKms(key, async (kms) => {
    const { PublicKey } = await calling("GetPublicKey", () =>
      kms.send(new GetPublicKeyCommand({ KeyId: key.keyArn })),
    );
    return PublicKey ?? new Uint8Array();
  });
}

/**
 * A plain Ed25519 signature (RFC 8032), UNTRUSTED; empty where the answer has none.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 * @param message 1 to 4,096 bytes
 * @throws AppError AWS_*: AWS_INVALID when the key is disabled or of another kind
 */
export function signWithKey(key: SigningKey, message: Uint8Array): Promise<Uint8Array> {
  return withKms(key, async (kms) => {
    const { Signature } = await calling("Sign", () =>
      kms.send(
        new SignCommand({
          ...{ KeyId: key.keyArn, Message: message },
          ...{ MessageType: "RAW", SigningAlgorithm: "ED25519_SHA_512" },
        }),
      ),
    );
    return Signature ?? new Uint8Array();
  });
}

async function withKms<T>({ keyArn, roleArn }: SigningKey, work: (kms: KMSClient) => Promise<T>): Promise<T> {
  const region = keyArn.split(":")[3] ?? "";
  const clientOf = (credentials: AwsCredentials) =>
    new KMSClient({ ...clientSettings(region), credentials: AwsCredentials.open(credentials) });
  if (roleArn === undefined) return work(clientOf(await ownCredentials()));
  return withRole({ regions: [region] }, roleArn, (credentials) => work(clientOf(credentials)));
}
