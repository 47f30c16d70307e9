import { createHash, createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Sandbox } from "../sandbox";
import type { Keys } from "./test-account";

export interface RawRequest {
  method?: string;
  /** As it goes over the wire, escaped. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** `x-amz-content-sha256`; the body's own by default. */
  payload?: string;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface Signed {
  headers: Record<string, string>;
  /** Of the request: what the first chunk is signed after. */
  signature: string;
  stamp: string;
}

const REGION = "eu-west-1";

/** Signs a request to S3 with an implementation that shares nothing with the sandbox's. */
export async function signS3(
  sandbox: Pick<Sandbox, "port">,
  keys: Keys,
  { method = "PUT", path, query = {}, headers = {}, payload = "UNSIGNED-PAYLOAD" }: RawRequest,
): Promise<Signed> {
  const signer = new SignatureV4({
    credentials: keys,
    region: REGION,
    service: "s3",
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const result = await signer.sign({
    method,
    protocol: "http:",
    hostname: "127.0.0.1",
    port: sandbox.port,
    path,
    query,
    headers: { host: `127.0.0.1:${sandbox.port}`, "x-amz-content-sha256": payload, ...headers },
    body: "",
  });
  const authorization = result.headers.authorization ?? "";
  return {
    headers: result.headers,
    signature: /Signature=([0-9a-f]{64})/.exec(authorization)?.[1] ?? "",
    stamp: result.headers["x-amz-date"] ?? "",
  };
}

/** Sends a request as it is. */
export function sendS3(
  { port }: Pick<Sandbox, "port">,
  { method = "PUT", path, query = {}, headers = {} }: RawRequest,
  body: Buffer | string = "",
): Promise<RawAnswer> {
  const text = new URLSearchParams(query).toString().replaceAll("+", "%20");
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, method, path: text === "" ? path : `${path}?${text}`, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** `aws-chunked` with a signature for every chunk and for the trailers. */
export function signChunks(
  keys: Keys,
  { signature, stamp }: Signed,
  chunks: readonly Buffer[],
  trailers: Record<string, string> = {},
): Buffer {
  const scope = `${stamp.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const key = [stamp.slice(0, 8), REGION, "s3", "aws4_request"].reduce<Buffer>(
    (current, part) => createHmac("sha256", current).update(part).digest(),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  );
  const hash = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
  let previous = signature;
  const sign = (kind: string, rest: string[]) => {
    const text = [kind, stamp, scope, previous, ...rest].join("\n");
    previous = createHmac("sha256", key).update(text).digest("hex");
    return previous;
  };
  const out: Buffer[] = [];
  for (const chunk of [...chunks, Buffer.alloc(0)]) {
    const mark = sign("AWS4-HMAC-SHA256-PAYLOAD", [hash(""), hash(chunk)]);
    out.push(Buffer.from(`${chunk.length.toString(16)};chunk-signature=${mark}\r\n`), chunk);
    if (chunk.length > 0) out.push(Buffer.from("\r\n"));
  }
  const names = Object.entries(trailers);
  for (const [name, value] of names) out.push(Buffer.from(`${name}:${value}\r\n`));
  if (names.length > 0) {
    const canonical = names.map(([name, value]) => `${name}:${value}\n`).join("");
    const mark = sign("AWS4-HMAC-SHA256-TRAILER", [hash(canonical)]);
    out.push(Buffer.from(`x-amz-trailer-signature:${mark}\r\n`));
  }
  return Buffer.concat([...out, Buffer.from("\r\n")]);
}

class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
