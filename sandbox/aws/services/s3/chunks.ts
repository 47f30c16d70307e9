import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { AwsError } from "../../wire/aws-error";

/** What chunks are signed with, one after the other, beginning with the signature of the request. */
export interface ChunkSigning {
  key: Buffer;
  /** `x-amz-date` */
  stamp: string;
  scope: string;
  seed: string;
}

export interface ChunkedBody {
  /** Undefined: chunks without signatures. */
  signing?: ChunkSigning | undefined;
  /** Names in `x-amz-trailer`, lower case. */
  trailerNames: readonly string[];
  /** `x-amz-decoded-content-length` */
  decodedLength: number;
}

const MAX_LINE_BYTES = 8192;
const EMPTY_HASH = createHash("sha256").digest("hex");

/**
 * Takes the framing of `aws-chunked` off a body: `<hex>[;chunk-signature=…]\r\n<bytes>\r\n` … a chunk of length 0, trailers,
 * an empty line. Bytes are handed on before their chunk's signature is checked; nothing may be kept before the end.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 *
 * @returns the trailers by name, lower case
 * @throws AwsError IncompleteBody, SignatureDoesNotMatch, MalformedTrailerError
 */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  body: ChunkedBody,
): AsyncGenerator<Buffer, Map<string, string>> {
  const reader = new ChunkReader(source);
  let previous = body.signing?.seed ?? "";
  let total = 0;
  for (;;) {
    const { size, signature } = parseHeader(await reader.line());
    total += size;
    if (total > body.decodedLength) throw incomplete();
    const hash = createHash("sha256");
    for await (const piece of reader.take(size)) {
      if (body.signing) hash.update(piece);
      yield piece;
    }
    if (body.signing) {
      const text = `AWS4-HMAC-SHA256-PAYLOAD\n${signingHead(body.signing, previous)}\n${EMPTY_HASH}\n${hash.digest("hex")}`;
      previous = checkSignature(body.signing, text, signature);
    }
    if (size === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  if (total !== body.decodedLength) throw incomplete();
  const trailers = await readTrailers(reader);
  checkTrailers(trailers, body, previous);
  return trailers;
}

function parseHeader(line: string): { size: number; signature: string } {
  const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!match) throw incomplete();
  return { size: Number.parseInt(match[1] ?? "", 16), signature: match[2] ?? "" };
}

async function readTrailers(reader: ChunkReader): Promise<Map<string, string>> {
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const colon = line.indexOf(":");
    if (colon < 1 || trailers.size > 16) throw badTrailer();
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return trailers;
}

function checkTrailers(trailers: Map<string, string>, body: ChunkedBody, previous: string): void {
  const found = [...trailers.keys()].filter((name) => name !== "x-amz-trailer-signature");
  const isAsAnnounced =
    found.length === body.trailerNames.length && body.trailerNames.every((name) => trailers.has(name));
  if (!isAsAnnounced) throw badTrailer();
  if (!body.signing || found.length === 0) return;
  const canonical = found.map((name) => `${name}:${trailers.get(name)}\n`).join("");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = `AWS4-HMAC-SHA256-TRAILER\n${signingHead(body.signing, previous)}\n${hash}`;
  checkSignature(body.signing, text, trailers.get("x-amz-trailer-signature") ?? "");
}

function signingHead({ stamp, scope }: ChunkSigning, previous: string): string {
  return `${stamp}\n${scope}\n${previous}`;
}

function checkSignature({ key }: ChunkSigning, text: string, given: string): string {
  const expected = createHmac("sha256", key).update(text).digest("hex");
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
    throw new AwsError(
      "SignatureDoesNotMatch",
      "The chunk signature we calculated does not match the signature you provided.",
    );
  }
  return expected;
}

/** Reads lines and counted bytes from pieces of any size. */
class ChunkReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#rest.length > MAX_LINE_BYTES) throw incomplete();
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  async #next(): Promise<Buffer> {
    const { value, done } = await this.#source.next();
    if (done) throw incomplete();
    return value;
  }
}

export function incomplete(): AwsError {
  return new AwsError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
    400,
  );
}

function badTrailer(): AwsError {
  return new AwsError(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    400,
  );
}
