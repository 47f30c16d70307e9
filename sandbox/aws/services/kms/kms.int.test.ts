import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyArn } from "../../stores/key-store";
import { clients, type Keys, refusal, startTestAccount, type TestAccount } from "../../testing/test-account";

const SESSION = "ses_01jz5m0g4w8n6q2r7t9v1x3y5z";
const NODE = "i-0f3a9c41d7e25b91c";
const CONTEXT = { "aws:ssm:SessionId": `${SESSION}-0abc`, "aws:ssm:TargetId": NODE };

describe("KMS", () => {
  let account: TestAccount;
  let arn: string;
  const clientOf = (keys: Keys, region = "eu-west-1") =>
    new KMSClient({ region, endpoint: account.sandbox.endpoint, credentials: keys, maxAttempts: 1 });
  const generate = (kms: KMSClient, EncryptionContext: Record<string, string> = CONTEXT, KeyId = arn) =>
    kms.send(new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 64, EncryptionContext }));

  beforeAll(async () => {
    account = await startTestAccount();
    const [key] = account.sandbox.world.keys.list();
    if (!key) throw new TypeError("there is no key");
    arn = keyArn(key);
  });
  afterAll(() => account.close());

  it("makes data keys and gives them back for the same context only, also after a restart", async () => {
    const made = await generate(clientOf(account.operator));
    expect([made.KeyId, made.Plaintext?.length]).toEqual([arn, 64]);
    await account.restart();
    const kms = clientOf(account.operator);
    const decrypt = (change: object) =>
      kms.send(
        new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext: CONTEXT, ...change }),
      );
    expect((await decrypt({})).Plaintext).toEqual(made.Plaintext);
    expect((await decrypt({ KeyId: arn })).Plaintext).toEqual(made.Plaintext);
    for (const EncryptionContext of [
      undefined,
      { ...CONTEXT, more: "x" },
      { ...CONTEXT, "aws:ssm:TargetId": "i-1" },
    ])
      expect(await refusal(decrypt({ EncryptionContext }))).toMatchObject({
        code: "InvalidCiphertextException",
      });
    expect(await refusal(decrypt({ CiphertextBlob: Buffer.from("none") }))).toMatchObject({
      code: "InvalidCiphertextException",
    });
    const { KeyMetadata } = await kms.send(
      new DescribeKeyCommand({ KeyId: arn.slice(arn.indexOf("/") + 1) }),
    );
    expect(KeyMetadata).toMatchObject({ Arn: arn, Enabled: true, MultiRegion: true });
  });

  it("has the same key in each region of its account, and no other", async () => {
    const made = await generate(clientOf(account.operator));
    const there = clientOf(account.operator, "us-east-1");
    const KeyId = arn.slice(arn.indexOf("/") + 1);
    const CiphertextBlob = made.CiphertextBlob;
    const { Plaintext } = await there.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT, KeyId }),
    );
    expect(Plaintext).toEqual(made.Plaintext);
    expect(await refusal(generate(there, CONTEXT, arn))).toMatchObject({ code: "NotFoundException" });
    expect(await refusal(generate(clientOf(account.operator), CONTEXT, `${KeyId}0`))).toMatchObject({
      code: "NotFoundException",
    });
    const foreign = account.sandbox.world.keys.list().find((key) => keyArn(key).includes(":eu-west-1:4444"));
    expect(
      await refusal(generate(clientOf(account.operator), CONTEXT, foreign && keyArn(foreign))),
    ).toMatchObject({
      code: "AccessDeniedException",
    });
  });

  it("refuses a key that is disabled until it is enabled", async () => {
    const kms = clientOf(account.operator);
    const { CiphertextBlob } = await generate(kms);
    await kms.send(new DisableKeyCommand({ KeyId: arn }));
    expect(await refusal(generate(kms))).toMatchObject({ code: "DisabledException" });
    expect(
      await refusal(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT }))),
    ).toMatchObject({ code: "DisabledException" });
    await kms.send(new EnableKeyCommand({ KeyId: arn }));
    expect((await generate(kms)).Plaintext).toHaveLength(64);
  });

  it("is what IAM allows by the encryption context: for a session of the portal, in its policy for itself", async () => {
    const statement = (SessionId: string) => ({
      ...{ Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: arn },
      Condition: {
        StringEquals: { "kms:EncryptionContext:aws:ssm:TargetId": NODE },
        StringLike: { "kms:EncryptionContext:aws:ssm:SessionId": SessionId },
      },
    });
    const under = async (SessionId: string) =>
      clientOf(
        await account.target({
          RoleSessionName: SESSION,
          Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement(SessionId)] }),
        }),
      );
    const own = await under(`${SESSION}-*`);
    const { CiphertextBlob, Plaintext } = await generate(own);
    const back = await own.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT, KeyId: arn }),
    );
    expect(back.Plaintext).toEqual(Plaintext);
    for (const change of [
      { "aws:ssm:TargetId": "i-0b7d20e94a6c8135f" },
      { "aws:ssm:SessionId": "ses_01jz5m0g4w8n6q2r7t9v1x3y50-0abc" },
    ])
      expect(await refusal(generate(own, { ...CONTEXT, ...change }))).toMatchObject({
        code: "AccessDeniedException",
      });
    expect(await refusal(generate(own, {}))).toMatchObject({ code: "AccessDeniedException" });
    expect(await refusal(own.send(new DisableKeyCommand({ KeyId: arn })))).toMatchObject({
      code: "AccessDeniedException",
    });
    // The role by itself: nothing that is of no session.
    const wide = await under("*");
    expect(await refusal(generate(wide, { ...CONTEXT, "aws:ssm:SessionId": "somebody-0abc" }))).toMatchObject(
      { code: "AccessDeniedException" },
    );
  });

  it("leaves a record without key or ciphertext", async () => {
    const { CiphertextBlob } = await generate(clientOf(account.operator));
    await clientOf(account.operator).send(new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT }));
    const { Events = [] } = await clients(account.sandbox, account.operator).cloudtrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "EventSource", AttributeValue: "kms.amazonaws.com" }],
      }),
    );
    const records = Events.map(({ CloudTrailEvent = "{}" }) => JSON.parse(CloudTrailEvent));
    const [decrypt] = records.filter(({ eventName }) => eventName === "Decrypt");
    expect(decrypt).toMatchObject({
      ...{ readOnly: true, responseElements: null },
      requestParameters: { encryptionContext: CONTEXT },
    });
    expect(JSON.stringify(records)).not.toContain(Buffer.from(CiphertextBlob ?? []).toString("base64"));
  });
});
