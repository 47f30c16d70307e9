import { createHash } from "node:crypto";
import type { AgentObjectSink } from "../sessions/session-port";
import { AwsError } from "../wire/aws-error";
import type { Blob } from "./object-blobs";
import type { Bucket } from "./object-entries";
import type { ObjectStore } from "./object-store";

/** The part size of the agent's upload: what is larger goes in parts, which its tag shows. */
const PART_BYTES = 5 * 1024 * 1024;

/** S3 as the agents on the nodes use it. They reach a bucket in any region, but none of another account. */
export function agentObjects(objects: ObjectStore, now: () => number): AgentObjectSink {
  const find = (accountId: string, name: string): Bucket => {
    const bucket = objects.bucket(name);
    if (!bucket) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    if (bucket.accountId !== accountId) throw new AwsError("AccessDenied", "Access Denied");
    return bucket;
  };
  return {
    isEncrypted: (accountId, bucket) => find(accountId, bucket).encryption.algorithm !== "",
    async putObject(accountId, name, key, body) {
      find(accountId, name);
      const blobs: Blob[] = [];
      const digests: Buffer[] = [];
      try {
        for await (const part of inParts(body)) {
          blobs.push(await objects.write(one(part)));
          digests.push(createHash("md5").update(part).digest());
        }
        const { encryption } = find(accountId, name);
        const { algorithm, keyId } = encryption;
        objects.put(
          {
            bucket: name,
            key,
            blobs,
            etag: tagOf(digests),
            attributes: {
              headers: { "content-type": "text/plain" },
              metadata: {},
              encryption: { algorithm, ...(keyId === undefined ? {} : { keyId }) },
            },
          },
          now(),
        );
      } catch (error) {
        objects.discard(blobs);
        throw error;
      }
    },
  };
}

function tagOf(digests: readonly Buffer[]): string {
  const [only] = digests;
  if (only && digests.length === 1) return only.toString("hex");
  return `${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${digests.length}`;
}

async function* inParts(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    waiting.push(chunk);
    size += chunk.length;
    while (size >= PART_BYTES) {
      const joined = Buffer.concat(waiting);
      yield joined.subarray(0, PART_BYTES);
      waiting = [joined.subarray(PART_BYTES)];
      size -= PART_BYTES;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}

async function* one(part: Buffer): AsyncGenerator<Buffer> {
  yield part;
}
