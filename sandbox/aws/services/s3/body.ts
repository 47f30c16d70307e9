import { createHash } from "node:crypto";
import type { ObjectChecksum } from "../../stores/object-entries";
import { AwsError } from "../../wire/aws-error";
import { CHECKSUM_HEADERS, type ChecksumAlgorithm, startChecksum, UNKNOWN_CHECKSUM } from "./checksums";
import { type ChunkSigning, decodeChunks, incomplete } from "./chunks";

export type Headers = Record<string, string>;

/** What a body turned out to be, once it was read to its end and found right. */
export interface BodyDigest {
  size: number;
  md5: string;
  checksum?: ObjectChecksum;
}

const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;
const HEX_HASH = /^[0-9a-f]{64}$/;
const STREAMING = /^STREAMING-(UNSIGNED-PAYLOAD-TRAILER|AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?)$/;

/**
 * The kind of payload a request announces.
 *
 * @throws AwsError InvalidRequest when it announces none, NotImplemented for one that is not known here
 */
export function payloadHash(headers: Headers): string {
  const value = headers["x-amz-content-sha256"];
  if (value === undefined) {
    throw new AwsError(
      "InvalidRequest",
      "Missing required header for this request: x-amz-content-sha256",
      400,
    );
  }
  if (HEX_HASH.test(value) || value === "UNSIGNED-PAYLOAD" || STREAMING.test(value)) return value;
  throw new AwsError("NotImplemented", `Payloads of the kind ${value.slice(0, 60)} are not known here.`, 501);
}

/** A request's body: decoded, and compared with everything the request says of it while it is read. */
export class S3Body {
  #digest: BodyDigest | undefined;

  readonly #source: AsyncIterable<Buffer>;
  readonly #headers: Headers;
  readonly #signing: () => ChunkSigning;

  /** @param signing makes what signed chunks are checked with */
  constructor(source: AsyncIterable<Buffer>, headers: Headers, signing: () => ChunkSigning) {
    this.#source = source;
    this.#headers = headers;
    this.#signing = signing;
  }

  /** Known when the body has been read. */
  get digest(): BodyDigest {
    if (!this.#digest) throw new TypeError("the body has not been read");
    return this.#digest;
  }

  /** True where the client sent a checksum or an MD5 to compare with. */
  get isProtected(): boolean {
    return this.#headers["content-md5"] !== undefined || this.#announced() !== undefined;
  }

  /**
   * The bytes. Throws at the end when they are not what the request said: nothing may be kept before.
   *
   * @throws AwsError BadDigest, InvalidDigest, XAmzContentSHA256Mismatch, IncompleteBody, InvalidRequest, …
   */
  async *bytes(): AsyncGenerator<Buffer> {
    const headers = this.#headers;
    const announced = this.#announced();
    const running = announced && startChecksum(announced.algorithm);
    const md5 = createHash("md5");
    const claimed = payloadHash(headers);
    const sha256 = HEX_HASH.test(claimed) ? createHash("sha256") : undefined;
    let size = 0;
    const decoded = this.#decode(claimed);
    let step = await decoded.next();
    for (; !step.done; step = await decoded.next()) {
      size += step.value.length;
      md5.update(step.value);
      sha256?.update(step.value);
      running?.update(step.value);
      yield step.value;
    }
    const trailers = step.value;
    if (sha256 && sha256.digest("hex") !== claimed) {
      throw new AwsError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        400,
      );
    }
    const digest = md5.digest();
    checkMd5(headers["content-md5"], digest);
    const checksum = announced &&
      running && {
        algorithm: announced.algorithm,
        value: checkSum(
          announced.algorithm,
          announced.value ?? trailers.get(announced.header),
          running.digest(),
        ),
      };
    this.#digest = { size, md5: digest.toString("hex"), ...(checksum ? { checksum } : {}) };
  }

  /** The whole of a small document. */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.bytes()) {
      size += chunk.length;
      if (size > MAX_DOCUMENT_BYTES) {
        throw new AwsError("MaxMessageLengthExceeded", "Your request was too big.", 400);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  #decode(claimed: string): AsyncGenerator<Buffer, Map<string, string>> {
    if (!STREAMING.test(claimed)) return counted(this.#source, this.#headers["content-length"]);
    const decodedLength = Number(this.#headers["x-amz-decoded-content-length"] ?? Number.NaN);
    if (!Number.isSafeInteger(decodedLength) || decodedLength < 0) {
      throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
    }
    return decodeChunks(this.#source, {
      decodedLength,
      trailerNames: this.#trailerNames(),
      signing: claimed.includes("HMAC") ? this.#signing() : undefined,
    });
  }

  #trailerNames(): string[] {
    return (this.#headers["x-amz-trailer"] ?? "")
      .split(",")
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== "");
  }

  /** The checksum that stands in a header or will stand in a trailer. */
  #announced(): { header: string; algorithm: ChecksumAlgorithm; value?: string } | undefined {
    const names = [...Object.keys(this.#headers), ...this.#trailerNames()];
    const unknown = names.find((name) => UNKNOWN_CHECKSUM.test(name) && !CHECKSUM_HEADERS[name]);
    if (unknown !== undefined) {
      throw new AwsError("NotImplemented", `Checksums of the kind ${unknown} are not known here.`, 501);
    }
    const [header, second] = [...new Set(names.filter((name) => CHECKSUM_HEADERS[name]))];
    if (second !== undefined) {
      throw new AwsError("InvalidRequest", "Expecting a single x-amz-checksum- header", 400);
    }
    const algorithm = CHECKSUM_HEADERS[header ?? ""];
    if (header === undefined || algorithm === undefined) return undefined;
    const value = this.#headers[header];
    return { header, algorithm, ...(value === undefined ? {} : { value }) };
  }
}

async function* counted(
  source: AsyncIterable<Buffer>,
  contentLength: string | undefined,
): AsyncGenerator<Buffer, Map<string, string>> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    yield chunk;
  }
  if (contentLength !== undefined && size !== Number(contentLength)) throw incomplete();
  return new Map();
}

function checkMd5(given: string | undefined, digest: Buffer): void {
  if (given === undefined) return;
  const wanted = Buffer.from(given, "base64");
  if (wanted.length !== 16)
    throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400);
  if (!wanted.equals(digest)) {
    throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.", 400);
  }
}

function checkSum(algorithm: ChecksumAlgorithm, given: string | undefined, computed: string): string {
  if (given === computed) return computed;
  throw new AwsError(
    "BadDigest",
    `The ${algorithm} you specified did not match the calculated checksum.`,
    400,
  );
}
