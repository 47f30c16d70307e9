import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { KMSClient, SignCommand, type SignCommandInput } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AwsCredentials, assumeRole, ownCredentials } from "@/lib/aws/credentials";
import { config } from "@/lib/kernel/config/config";
import { anchorFile } from "./anchors/anchor-file";
import { anchorHeads } from "./anchors/anchor-heads";
import { openAnchoredBucket } from "./anchors/testing/anchored-bucket";
import { type HeadSigner, signerInKms, signerWithSeed } from "./head-signer";

const NAME = "portal.example/audit";
const keyArn = "arn:aws:kms:eu-west-1:444455556666:key/0b9d2f64-51c7-4e0a-8f3d-6a1c5e7b9d20";
const roleArn = "arn:aws:iam::444455556666:role/HalliganSigner";
const inKms = signerInKms(NAME, { keyArn, roleArn });

let opened: Awaited<ReturnType<typeof openAnchoredBucket>>;
beforeAll(async () => {
  opened = await openAnchoredBucket();
});
afterAll(() => opened.close());

async function anchorBy(signer: HeadSigner): Promise<void> {
  await opened.grow();
  await anchorHeads(signer, { name: "file", write: anchorFile(opened.path) });
}

it("a key of KMS signs, also after a key that was here, and the verifier needs both public keys", async () => {
  const before = signerWithSeed(NAME, Buffer.alloc(32, 7).toString("base64"));
  await anchorBy(before);
  await anchorBy(inKms);
  const keys = [(await before.key()).text, (await inKms.key()).text];
  expect(await opened.verify(opened.path)).toMatchObject({ faults: [], anchors: 2, keys });
});

it("a key that is disabled signs nothing and says so; once it is enabled all is as before", async () => {
  const enable = (isEnabled: boolean) => opened.outside.sandbox.control("key", { arn: keyArn, isEnabled });
  await enable(false);
  await expect(anchorBy(inKms)).rejects.toMatchObject({ code: "AWS_INVALID" });
  await expect(anchorBy(signerInKms(NAME, { keyArn, roleArn }))).rejects.toMatchObject({
    code: "AWS_INVALID",
  });
  expect(await opened.health()).toContain("file AWS_INVALID");
  await enable(true);
  await anchorBy(inKms);
  expect(await opened.health()).toContain("file works");
  expect(await opened.verify(opened.path)).toMatchObject({ faults: [], anchors: 3 });
});

it("the role signs in one way only, and jobs nothing without it", async () => {
  const kmsOf = (credentials: AwsCredentials) =>
    new KMSClient({
      ...{ region: "eu-west-1", endpoint: opened.outside.sandbox.endpoint, maxAttempts: 1 },
      credentials: AwsCredentials.open(credentials),
    });
  const role = { account: { regions: ["eu-west-1"] }, roleArn, roleSessionName: "test" };
  const asRole = kmsOf(await assumeRole(role, await ownCredentials()));
  const input: SignCommandInput = { KeyId: keyArn, Message: Buffer.from("x"), SigningAlgorithm: undefined };
  const plain = { ...input, SigningAlgorithm: "ED25519_SHA_512", MessageType: "RAW" } as const;
  const hashed = { ...input, SigningAlgorithm: "ED25519_PH_SHA_512", MessageType: "DIGEST" } as const;
  expect((await asRole.send(new SignCommand(plain))).Signature).toHaveLength(64);
  await expect(asRole.send(new SignCommand(hashed))).rejects.toMatchObject({ name: "AccessDeniedException" });
  const own = kmsOf(await ownCredentials());
  await expect(own.send(new SignCommand(plain))).rejects.toMatchObject({ name: "AccessDeniedException" });
});

it.each<[string, { isOther?: boolean; length?: number }]>([
  ["of another key", { isOther: true }],
  ["cut short", { length: 63 }],
  ["empty", { length: 0 }],
])("a signature that is %s anchors nothing", async (_name, { isOther = false, length = 64 }) => {
  const [one, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const kms = await answering((target, { Message = "" }) =>
    target.endsWith("GetPublicKey")
      ? { PublicKey: one.publicKey.export({ format: "der", type: "spki" }).toString("base64") }
      : {
          Signature: signedBy(isOther ? other : one, Message)
            .subarray(0, length)
            .toString("base64"),
        },
  );
  const signer = signerInKms(NAME, { keyArn, roleArn: undefined });
  await expect(kms.during(() => signer.sign("x\n"))).rejects.toMatchObject({ code: "AWS_INVALID" });
});

it("a key of another kind is none", async () => {
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const PublicKey = p256.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const kms = await answering(() => ({ PublicKey }));
  const signer = signerInKms(NAME, { keyArn, roleArn: undefined });
  await expect(kms.during(() => signer.key())).rejects.toMatchObject({ code: "AWS_INVALID" });
});

function signedBy({ privateKey }: ReturnType<typeof generateKeyPairSync>, message: string): Buffer {
  return sign(null, Buffer.from(message, "base64"), privateKey);
}

/** Something in KMS's place that answers what it likes. */
async function answering(answer: (target: string, input: { Message?: string }) => object) {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const input = JSON.parse(Buffer.concat(pieces).toString());
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify(answer(String(request.headers["x-amz-target"]), input)));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const settings = config();
  const real = settings.HALLIGAN_AWS_ENDPOINT;
  settings.HALLIGAN_AWS_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async during<T>(work: () => Promise<T>): Promise<T> {
      try {
        return await work();
      } finally {
        settings.HALLIGAN_AWS_ENDPOINT = real;
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
