import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { AwsError } from "./aws-error";

/**
 * Signature Version 4 in its header form.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export interface SignedRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface CredentialScope {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
}

export interface Authorization extends CredentialScope {
  signedHeaders: string[];
  signature: string;
}

/** How S3 differs: the body is checked while it is read, and the path is encoded once. */
export interface StreamedPayload {
  /** The value of `x-amz-content-sha256`. */
  hash: string;
}

const MAX_SKEW_MS = 5 * 60_000;
/** S3 is more patient. */
const MAX_OBJECT_SKEW_MS = 15 * 60_000;
const FORM =
  /^AWS4-HMAC-SHA256\s+Credential=([A-Za-z0-9]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/** Reads the Authorization header; throws MissingAuthenticationToken or IncompleteSignature. */
export function readAuthorization(request: SignedRequest): Authorization {
  const header = single(request.headers.authorization);
  if (/[?&]X-Amz-Signature=/i.test(request.url)) {
    throw new AwsError(
      "IncompleteSignature",
      "Signatures in the query string are not accepted here; sign the Authorization header.",
    );
  }
  if (header === undefined) throw new AwsError("MissingAuthenticationToken", "Missing Authentication Token");
  const match = FORM.exec(header);
  if (!match)
    throw new AwsError(
      "IncompleteSignature",
      `'${header.slice(0, 80)}' is not a valid AWS4-HMAC-SHA256 Authorization header.`,
    );
  const [, accessKeyId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] =
    match;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * Checks date, signed headers, payload hash and signature.
 *
 * @param nowMs the machine's real time: a clock that a test moves must not make every signature late.
 * @param streamed for S3; then `request.body` is not looked at
 * @throws AwsError SignatureDoesNotMatch, RequestTimeTooSkewed
 */
export function verifySignature(
  request: SignedRequest,
  authorization: Authorization,
  secretAccessKey: string,
  nowMs: number,
  streamed?: StreamedPayload,
): void {
  const stamp = single(request.headers["x-amz-date"]);
  const sentAt = stamp === undefined ? undefined : parseStamp(stamp);
  if (stamp === undefined || sentAt === undefined || !stamp.startsWith(authorization.date)) {
    throw new AwsError(
      "IncompleteSignature",
      "The request needs an X-Amz-Date header of the same day as its credential scope.",
    );
  }
  if (streamed) checkObjectSkew(sentAt, nowMs);
  else checkSkew(stamp, sentAt, nowMs);
  checkCoverage(request, authorization);
  const payloadHash = streamed?.hash ?? sha256Hex(request.body);
  const claimed = single(request.headers["x-amz-content-sha256"]);
  if (claimed !== undefined && claimed !== payloadHash) throw mismatch();
  const canonical = canonicalRequest(request, authorization, payloadHash, streamed !== undefined);
  const expected = sign(canonical, authorization, secretAccessKey, stamp);
  if (!timingSafeEqual(Buffer.from(expected, "hex"), Buffer.from(authorization.signature, "hex")))
    throw mismatch();
}

function checkSkew(stamp: string, sentAt: number, nowMs: number): void {
  const format = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const limit = (ms: number, sign: string) => `${format(ms)} (${format(nowMs)} ${sign} 5 min.)`;
  if (sentAt < nowMs - MAX_SKEW_MS) {
    throw new AwsError(
      "SignatureDoesNotMatch",
      `Signature expired: ${stamp} is now earlier than ${limit(nowMs - MAX_SKEW_MS, "-")}`,
    );
  }
  if (sentAt > nowMs + MAX_SKEW_MS) {
    throw new AwsError(
      "SignatureDoesNotMatch",
      `Signature not yet current: ${stamp} is still later than ${limit(nowMs + MAX_SKEW_MS, "+")}`,
    );
  }
}

function checkObjectSkew(sentAt: number, nowMs: number): void {
  if (Math.abs(sentAt - nowMs) <= MAX_OBJECT_SKEW_MS) return;
  throw new AwsError(
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
    403,
  );
}

/** Host and every X-Amz header must be signed, or somebody between could add or change them. */
function checkCoverage(request: SignedRequest, { signedHeaders }: Authorization): void {
  const present = Object.keys(request.headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  const missing = present.filter((name) => !signedHeaders.includes(name));
  if (missing.length > 0 || !signedHeaders.includes("host")) {
    throw new AwsError(
      "SignatureDoesNotMatch",
      `'Host' and all 'X-Amz-*' headers must be signed; missing: ${missing.join(", ") || "host"}.`,
    );
  }
  if (signedHeaders.some((name) => request.headers[name] === undefined)) throw mismatch();
}

function canonicalRequest(
  request: SignedRequest,
  { signedHeaders }: Authorization,
  payloadHash: string,
  isEncodedOnce: boolean,
): string {
  const question = request.url.indexOf("?");
  const path = question < 0 ? request.url : request.url.slice(0, question);
  const query = question < 0 ? "" : request.url.slice(question + 1);
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name])}\n`).join("");
  return [
    request.method,
    path
      .split("/")
      .map(isEncodedOnce ? encodeOnce : encode)
      .join("/") || "/",
    canonicalQuery(query),
    headers,
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

function canonicalValue(value: string | string[] | undefined): string {
  return [value ?? ""]
    .flat()
    .map((part) => part.trim().replace(/ +/g, " "))
    .join(",");
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Whatever the client left unencoded is encoded, and nothing is encoded twice. */
function encodeOnce(segment: string): string {
  try {
    return encode(decodeURIComponent(segment));
  } catch {
    throw mismatch();
  }
}

function sign(canonical: string, scope: CredentialScope, secret: string, stamp: string): string {
  const toSign = ["AWS4-HMAC-SHA256", stamp, scopeText(scope), sha256Hex(canonical)].join("\n");
  return hmac(signingKey(scope, secret), toSign).toString("hex");
}

/** `<date>/<region>/<service>/aws4_request` */
export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

/** The key of a day, region and service that requests and chunks are signed with. */
export function signingKey(scope: CredentialScope, secret: string): Buffer {
  return [scope.date, scope.region, scope.service, "aws4_request"].reduce<Buffer>(
    (current, part) => hmac(current, part),
    Buffer.from(`AWS4${secret}`, "utf8"),
  );
}

function parseStamp(stamp: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (!match) return undefined;
  const [, y, mo, d, h, mi, s] = match.map(Number);
  return Date.UTC(y ?? 0, (mo ?? 1) - 1, d, h, mi, s);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}

function sha256Hex(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function mismatch(): AwsError {
  return new AwsError(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  );
}
