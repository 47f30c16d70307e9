import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { contextOfKey, keyPolicy } from "../../iam/key-context";
import { type EncryptionContext, isSigning, keyArn, keyIdOf, type StoredKey } from "../../stores/key-store";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation, type Service } from "../../wire/operation";

const keyId = z.string().min(1).max(2048);
const context = z.record(z.string(), z.string()).default({});
const blob = z
  .string()
  .min(1)
  .max(8192)
  .transform((text) => Buffer.from(text, "base64"))
  .refine((bytes) => bytes.length > 0 && bytes.length <= 6144);
const algorithm = z.literal("SYMMETRIC_DEFAULT").default("SYMMETRIC_DEFAULT");
const SIGNING_ALGORITHMS = ["ED25519_SHA_512", "ED25519_PH_SHA_512"];
const sizes = { AES_128: 16, AES_256: 32 } as const;

const generateInput = z
  .object({
    KeyId: keyId,
    NumberOfBytes: z.int().min(1).max(1024).optional(),
    KeySpec: z.enum(["AES_128", "AES_256"]).optional(),
    EncryptionContext: context,
  })
  .refine(({ NumberOfBytes, KeySpec }) => (NumberOfBytes === undefined) !== (KeySpec === undefined), {
    message: "Exactly one of NumberOfBytes and KeySpec is needed",
  });

const operations = {
  GenerateDataKey: operation({
    input: generateInput,
    readOnly: true,
    demands: (input, call) => [demandOn("GenerateDataKey", input.KeyId, call, input.EncryptionContext)],
    run: (input, call) => {
      const key = findFor("ENCRYPT_DECRYPT", input.KeyId, call);
      const plaintext = randomBytes(input.NumberOfBytes ?? sizes[input.KeySpec ?? "AES_256"]);
      const ciphertext = call.world.keys.encrypt(key, plaintext, input.EncryptionContext);
      return {
        KeyId: keyArn(key),
        Plaintext: plaintext.toString("base64"),
        CiphertextBlob: ciphertext.toString("base64"),
      };
    },
  }),

  Decrypt: operation({
    input: z.object({
      CiphertextBlob: blob,
      KeyId: keyId.optional(),
      EncryptionContext: context,
      EncryptionAlgorithm: algorithm,
    }),
    readOnly: true,
    demands: (input, call) => [
      demandOn("Decrypt", input.KeyId ?? idIn(input.CiphertextBlob), call, input.EncryptionContext),
    ],
    run: (input, call) => {
      const key = findFor("ENCRYPT_DECRYPT", input.KeyId ?? idIn(input.CiphertextBlob), call);
      const plaintext = call.world.keys.decrypt(key, input.CiphertextBlob, input.EncryptionContext);
      return {
        KeyId: keyArn(key),
        Plaintext: plaintext.toString("base64"),
        EncryptionAlgorithm: input.EncryptionAlgorithm,
      };
    },
    trail: {
      request: ({ CiphertextBlob: _, ...input }) => ({
        ...(input.KeyId === undefined ? {} : { keyId: input.KeyId }),
        encryptionContext: input.EncryptionContext,
        encryptionAlgorithm: input.EncryptionAlgorithm,
      }),
    },
  }),

  Sign: operation({
    input: z.object({
      KeyId: keyId,
      Message: blob.refine((bytes) => bytes.length <= 4096),
      MessageType: z.enum(["RAW", "DIGEST", "EXTERNAL_MU"]).default("RAW"),
      SigningAlgorithm: z.string(),
    }),
    readOnly: true,
    demands: ({ KeyId, MessageType, SigningAlgorithm }, call) => [
      {
        ...demandOn("Sign", KeyId, call),
        context: { "kms:SigningAlgorithm": SigningAlgorithm, "kms:MessageType": MessageType },
      },
    ],
    run: ({ KeyId, Message, MessageType, SigningAlgorithm }, call) => {
      const key = findFor("SIGN_VERIFY", KeyId, call);
      // ED25519_PH_SHA_512 with DIGEST is another signature, which nothing here makes.
      if (SigningAlgorithm !== "ED25519_SHA_512" || MessageType !== "RAW")
        throw new AwsError(
          "InvalidKeyUsageException",
          `${keyArn(key)} key spec is ECC_NIST_EDWARDS25519 which is not valid for the Algorithm or message type.`,
        );
      const signature = call.world.keys.sign(key, Message);
      return { KeyId: keyArn(key), Signature: signature.toString("base64"), SigningAlgorithm };
    },
    trail: {
      request: ({ KeyId, MessageType, SigningAlgorithm }) => ({
        ...{ keyId: KeyId, messageType: MessageType, signingAlgorithm: SigningAlgorithm },
      }),
    },
  }),

  GetPublicKey: operation({
    input: z.object({ KeyId: keyId }),
    readOnly: true,
    demands: ({ KeyId }, call) => [demandOn("GetPublicKey", KeyId, call)],
    run: ({ KeyId }, call) => {
      const key = findFor("SIGN_VERIFY", KeyId, call);
      return {
        KeyId: keyArn(key),
        PublicKey: call.world.keys.publicKey(key).toString("base64"),
        ...{ KeySpec: key.spec, KeyUsage: "SIGN_VERIFY", SigningAlgorithms: SIGNING_ALGORITHMS },
      };
    },
  }),

  DescribeKey: operation({
    input: z.object({ KeyId: keyId }),
    readOnly: true,
    demands: (input, call) => [demandOn("DescribeKey", input.KeyId, call)],
    run: (input, call) => ({ KeyMetadata: metadataOf(findKey(input.KeyId, call)) }),
  }),

  EnableKey: operation({
    input: z.object({ KeyId: keyId }),
    readOnly: false,
    demands: (input, call) => [demandOn("EnableKey", input.KeyId, call)],
    run: (input, call) => {
      call.world.keys.setEnabled(findKey(input.KeyId, call), true);
      return {};
    },
  }),

  DisableKey: operation({
    input: z.object({ KeyId: keyId }),
    readOnly: false,
    demands: (input, call) => [demandOn("DisableKey", input.KeyId, call)],
    run: (input, call) => {
      call.world.keys.setEnabled(findKey(input.KeyId, call), false);
      return {};
    },
  }),
};

export const kms: Service = {
  name: "kms",
  protocol: "json",
  eventSource: "kms.amazonaws.com",
  xmlNamespace: "",
  operations: new Map(Object.entries(operations)),
};

function demandOn(action: string, named: string, call: Call, pairs: EncryptionContext = {}): Demand {
  const key = findKey(named, call);
  return {
    action: `kms:${action}`,
    resource: keyArn(key),
    context: contextOfKey(pairs),
    resourcePolicy: keyPolicy(key.accountId),
  };
}

/** @throws AwsError NotFoundException | InvalidKeyUsageException: it is a key for something else */
function findFor(usage: "ENCRYPT_DECRYPT" | "SIGN_VERIFY", named: string, call: Call): StoredKey {
  const key = findKey(named, call);
  if (usageOf(key) === usage) return key;
  throw new AwsError(
    "InvalidKeyUsageException",
    `${keyArn(key)} key usage is ${usageOf(key)} which is not valid for this operation.`,
  );
}

function usageOf(key: StoredKey): "ENCRYPT_DECRYPT" | "SIGN_VERIFY" {
  return isSigning(key) ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT";
}

/** An id is one of the caller's account and the call's region; an ARN may be of another account. */
function findKey(named: string, call: Call): StoredKey {
  const arn = /^arn:aws:kms:([a-z0-9-]+):(\d{12}):key\/(.+)$/.exec(named);
  if (arn && arn[1] !== call.region) throw new AwsError("NotFoundException", `Invalid arn ${arn[1]}`);
  const [accountId, id] = arn ? [arn[2] ?? "", arn[3] ?? ""] : [call.accountId, named];
  const found = call.world.keys.find(accountId, call.region, id);
  if (found) return found;
  const missing = keyArn({ accountId, region: call.region, keyId: id });
  throw new AwsError("NotFoundException", `Key '${missing}' does not exist`);
}

function idIn(ciphertext: Buffer): string {
  const found = keyIdOf(ciphertext);
  if (found === undefined) throw new AwsError("InvalidCiphertextException", "");
  return found;
}

function metadataOf(key: StoredKey): object {
  return {
    AWSAccountId: key.accountId,
    KeyId: key.keyId,
    Arn: keyArn(key),
    CreationDate: key.createdAt / 1000,
    Enabled: key.isEnabled,
    KeyState: key.isEnabled ? "Enabled" : "Disabled",
    KeyUsage: usageOf(key),
    KeySpec: key.spec,
    ...(isSigning(key)
      ? { SigningAlgorithms: SIGNING_ALGORITHMS }
      : { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] }),
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    MultiRegion: key.keyId.startsWith("mrk-"),
  };
}
