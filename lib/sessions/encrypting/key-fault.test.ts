import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AwsCredentials } from "@/lib/aws/credentials";
import { decryptDataKey, generateDataKey } from "@/lib/aws/data-keys";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { isHopelessKeyError, keyError } from "./key-fault";

/** Stands for KMS with whatever it is to answer: the real SDK asks it over HTTP. */
let answer: { status: number; body: object };
const server = createServer((_request, response) => {
  response
    .writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" })
    .end(JSON.stringify(answer.body));
});
const credentials = new AwsCredentials({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" });
const scope = {
  region: "eu-west-1",
  keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  ...{ context: { "aws:ssm:SessionId": "ses_1-0" }, bytes: 64 },
};
const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64");
const generate = () => generateDataKey(credentials, scope);
const decrypt = () => decryptDataKey(credentials, scope, Buffer.from("blob"));

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, testEnvironment("postgresql://nobody@127.0.0.1:1/none"));
  Object.assign(config(), { HALLIGAN_AWS_ENDPOINT: `http://127.0.0.1:${port}` });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answer = { status: 200, body: {} };
});

describe("a data key of KMS", () => {
  it("is taken with its length, and with a ciphertext", async () => {
    answer.body = { Plaintext: base64(64), CiphertextBlob: base64(180) };
    expect((await generate()).plaintext).toHaveLength(64);
    expect((await decrypt()).byteLength).toBe(64);
  });

  it.each([undefined, 0, 16, 32, 63, 65, 1024])("is none with %s bytes", async (bytes) => {
    answer.body = {
      ...(bytes === undefined ? {} : { Plaintext: base64(bytes) }),
      CiphertextBlob: base64(180),
    };
    for (const call of [generate, decrypt]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "AWS_INVALID", params: { name: "InvalidDataKey" } });
      expect(keyError(error).fault).toBe("KEY_INVALID");
      expect(JSON.stringify(error)).not.toContain(base64(15).slice(0, 16));
    }
  });

  it.each([undefined, 0, 6145])("is none with a ciphertext of %s bytes", async (bytes) => {
    answer.body = {
      Plaintext: base64(64),
      ...(bytes === undefined ? {} : { CiphertextBlob: base64(bytes) }),
    };
    await expect(generate()).rejects.toMatchObject({ code: "AWS_INVALID" });
  });

  it.each([
    ["AccessDeniedException", "KEY_DENIED"],
    ["DisabledException", "KEY_DISABLED"],
    ["KMSInvalidStateException", "KEY_DISABLED"],
    ["NotFoundException", "KEY_NOT_FOUND"],
    ["InvalidArnException", "KEY_NOT_FOUND"],
    ["InvalidCiphertextException", "KEY_MISMATCH"],
    ["IncorrectKeyException", "KEY_MISMATCH"],
    ["ThrottlingException", "KEY_THROTTLED"],
    ["KMSInternalException", "KEY_UNAVAILABLE"],
    ["ExpiredTokenException", "KEY_UNAVAILABLE"],
  ])("that is refused with %s is %s", async (name, fault) => {
    answer = { status: 400, body: { __type: name, message: "no" } };
    const error = keyError(await decrypt().catch((thrown: unknown) => thrown));
    expect(error.fault).toBe(fault);
    // What is kept is not this key's: asking again can't help. All else may be otherwise in a minute.
    expect(isHopelessKeyError(error)).toBe(fault === "KEY_MISMATCH");
  });

  it("that does not come at all is not available", () => {
    expect(keyError(new Error("socket hang up")).fault).toBe("KEY_UNAVAILABLE");
  });
});
