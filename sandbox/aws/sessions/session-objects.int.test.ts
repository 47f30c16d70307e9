import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { CreateDocumentCommand, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NODE_ROLES } from "../iam/seed";
import { sessionBucket } from "../seed/buckets";
import { objectShellDocument } from "../seed/documents";
import { assume, clients, roleArn, startTestAccount, type TestAccount } from "../testing/test-account";
import { s3Client } from "../testing/test-buckets";
import { PluginClient } from "./testing/plugin-client";

const NODE = "i-0f3a9c41d7e25b91c";
const ACCOUNT_ID = "111122223333";
const Bucket = sessionBucket(ACCOUNT_ID);
const LIMIT = { timeout: 15_000, interval: 50 };

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

const rowOf = (sessionId: string) => account.sandbox.world.sessions.get(sessionId);

async function start(DocumentName: string, { id: Target, region } = { id: NODE, region: "eu-west-1" }) {
  const { ssm } = clients(account.sandbox, account.operator, region);
  const {
    SessionId = "",
    TokenValue = "",
    StreamUrl = "",
  } = await ssm.send(new StartSessionCommand({ Target, DocumentName }));
  const client = new PluginClient({ sessionId: SessionId, tokenValue: TokenValue, streamUrl: StreamUrl });
  return { SessionId, client };
}

/** A document of the operator's own, with these inputs. */
async function makeDocument(Name: string, inputs: object): Promise<string> {
  const Content = JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
  await clients(account.sandbox, account.operator).ssm.send(
    new CreateDocumentCommand({ Name, Content, DocumentType: "Session", DocumentFormat: "JSON" }),
  );
  return Name;
}

async function type(client: PluginClient, line: string, answer: string) {
  await expect.poll(() => client.output, LIMIT).toContain("$ ");
  client.type(`${line}\n`);
  await expect.poll(() => client.output, LIMIT).toContain(answer);
}

describe("a session whose document names a bucket", () => {
  it("leaves its text there when it has ended, for the reader to read, and says where", async () => {
    const { SessionId, client } = await start(objectShellDocument(ACCOUNT_ID));
    await type(client, "echo object-$((40+2))", "object-42");
    const keys = await assume(account.sandbox, account.jobs, {
      RoleArn: roleArn("HalliganReader"),
      RoleSessionName: "jobs",
    });
    const reader = s3Client(account.sandbox, keys);
    const Key = `sessions/${SessionId}.log`;
    const found = async () => (await reader.send(new ListObjectsV2Command({ Bucket, Prefix: Key }))).KeyCount;
    expect(await found()).toBe(0);
    client.type("exit\n");
    await expect.poll(found, LIMIT).toBe(1);
    const object = await reader.send(new GetObjectCommand({ Bucket, Key }));
    expect(object).toMatchObject({ ContentType: "text/plain", ServerSideEncryption: "AES256" });
    const text = (await object.Body?.transformToString()) ?? "";
    expect(text).toMatch(
      /^Script started on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00 \[COMMAND="cat [^\n]*ipcTempFile\.log" <not executed on terminal>\]\n/,
    );
    expect(text).toContain("object-42\r\r\n");
    expect(text).toMatch(/\n\nScript done on [^\n]+ \[COMMAND_EXIT_CODE="0"\]\n$/);
    await expect
      .poll(() => rowOf(SessionId)?.taskComplete, LIMIT)
      .toEqual({
        s3Bucket: Bucket,
        s3UrlSuffix: Key,
        cwlGroup: "/halligan/sessions",
        cwlStream: SessionId,
      });
    // The bucket has versions: whoever deletes the text leaves it behind.
    const operator = s3Client(account.sandbox, account.operator);
    await operator.send(new DeleteObjectCommand({ Bucket, Key }));
    const { Versions } = await operator.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    expect(Versions).toHaveLength(1);
  });

  it("leaves it also when it is terminated from outside", async () => {
    const { SessionId, client } = await start(objectShellDocument(ACCOUNT_ID));
    await type(client, "echo cut-$((40+3))", "cut-43");
    await clients(account.sandbox, account.operator).ssm.send(new TerminateSessionCommand({ SessionId }));
    await expect
      .poll(() => rowOf(SessionId)?.taskComplete?.s3UrlSuffix, LIMIT)
      .toBe(`sessions/${SessionId}.log`);
    const object = await s3Client(account.sandbox, account.operator).send(
      new GetObjectCommand({ Bucket, Key: `sessions/${SessionId}.log` }),
    );
    expect(await object.Body?.transformToString()).toContain("cut-43");
  });

  it("is refused when it insists on encryption and the bucket is another account's, or none", async () => {
    for (const [name, s3BucketName] of [
      ["Halligan-Shell-foreign", sessionBucket("444455556666")],
      ["Halligan-Shell-nowhere", "no-such-bucket"],
    ] as const) {
      const document = await makeDocument(name, { s3BucketName, s3EncryptionEnabled: true });
      const { SessionId, client } = await start(document);
      await expect.poll(() => rowOf(SessionId)?.status, LIMIT).toBe("Failed");
      expect(rowOf(SessionId)?.details).toContain("unable to validate encryption on Amazon S3 bucket");
      client.disconnect();
    }
  });

  it("is refused when the node's own role may not look at the bucket", async () => {
    const unlogged = account.sandbox.world.sessions
      .nodes()
      .find(({ roleName }) => roleName === NODE_ROLES.unlogged);
    if (!unlogged) throw new TypeError("the fleet has no node whose agent may not write logs");
    const { SessionId, client } = await start(objectShellDocument(ACCOUNT_ID), unlogged);
    await expect.poll(() => rowOf(SessionId)?.status, LIMIT).toBe("Failed");
    expect(rowOf(SessionId)?.details).toContain("AccessDenied");
    client.disconnect();
  });

  it("runs, and leaves nothing, when it does not insist", async () => {
    const document = await makeDocument("Halligan-Shell-careless", { s3BucketName: "no-such-bucket" });
    const { SessionId, client } = await start(document);
    await type(client, "echo unlogged-$((40+4))", "unlogged-44");
    client.type("exit\n");
    await expect.poll(() => rowOf(SessionId)?.taskComplete?.s3Bucket, LIMIT).toBe("no-such-bucket");
    expect(rowOf(SessionId)?.status).toBe("Terminated");
  });
});
