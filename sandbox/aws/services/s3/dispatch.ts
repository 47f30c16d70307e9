import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { demand, toAwsError } from "../../dispatch";
import { type Faults, failureError } from "../../faults";
import type { Caller } from "../../iam/caller";
import { trailEntries } from "../../trail-record";
import { authenticate, secretOf } from "../../wire/authenticate";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";
import { trailCode, wireCode, wireStatus } from "../../wire/protocols";
import { type Authorization, readAuthorization, scopeText, signingKey } from "../../wire/sigv4";
import type { World } from "../../world";
import { type Headers, payloadHash, S3Body } from "./body";
import { InvalidRange } from "./conditions";
import { readTarget, type S3Target, WrongRegion } from "./names";
import { DeleteMarkerFound } from "./objects/versions";
import type { S3Answer, S3Input, S3Operation } from "./operation";
import { findOperation, s3 } from "./service";
import { writeError } from "./xml";

/**
 * Whether a request is S3's: signed for it, or signed for nothing and in no other protocol. Presigned addresses are left to
 * the general refusal.
 */
export function isForS3({ method, url, headers }: IncomingMessage): boolean {
  if (/[?&]X-Amz-Signature=/i.test(url ?? "")) return false;
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([a-z0-9-]+)\//.exec(headers.authorization ?? "")?.[1];
  return scope === undefined ? method !== "POST" && headers.authorization === undefined : scope === "s3";
}

/** Answers one request to S3, body and answer streamed; never throws. */
export async function serveS3(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  faults: Faults,
): Promise<void> {
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  // Left alone when iteration ends early: the connection still has an answer to carry.
  const source: AsyncIterableIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  const method = request.method ?? "";
  const headers = flatten(request);
  let answer: S3Answer | "lost";
  try {
    answer = await perform({ method, url: request.url ?? "/", headers, source, requestId }, world, faults);
  } catch (error) {
    answer = errorAnswer(toAwsError(error), request.url ?? "/", requestId);
  }
  await source.return?.().catch(() => undefined);
  request.resume();
  if (answer === "lost") {
    response.destroy();
    return;
  }
  await send(answer, { response, method, requestId, world }).catch(() => response.destroy());
}

interface Incoming {
  method: string;
  url: string;
  headers: Headers;
  source: AsyncIterable<Buffer>;
  requestId: string;
}

async function perform(incoming: Incoming, world: World, faults: Faults): Promise<S3Answer | "lost"> {
  const { method, url, headers, source, requestId } = incoming;
  const target = readTarget(url);
  const signed = { method, url, headers, body: Buffer.alloc(0) };
  if (headers.authorization === undefined) return answerAnonymous(method, target, world);
  const authorization = readAuthorization(signed);
  const caller = authenticate(signed, authorization, world, { hash: payloadHash(headers) });
  const signing = () => chunkSigning(authorization, headers, caller, world);
  const input: S3Input = { method, headers, ...target, body: new S3Body(source, headers, signing) };
  const found = findOperation(input);
  if (!found) {
    throw new AwsError(
      "NotImplemented",
      "A header or query you provided implies functionality that is not implemented",
      501,
    );
  }
  const call: Call = {
    world,
    caller,
    accountId: caller.accountId,
    region: authorization.region,
    requestId,
    now: world.clock.now(),
  };
  const failure = faults.take("s3", found.name);
  try {
    if (failure && !failure.afterEffect) throw failureError(failure);
    await demand({ demands: found.operation.demands(input, call) }, call);
    const answer = await found.operation.run(input, call);
    record(found.operation, input, call);
    if (!failure) return answer;
    if (failure.code === undefined) return "lost";
  } catch (error) {
    record(found.operation, input, call, toAwsError(error));
    throw error;
  }
  throw failureError(failure);
}

/** The agent asks without a signature where a bucket is; everybody else is told nothing. */
function answerAnonymous(method: string, { bucket, key }: S3Target, world: World): S3Answer {
  const found = world.objects.bucket(bucket);
  if (method === "HEAD" && key === "" && found) {
    return { status: 403, headers: { "x-amz-bucket-region": found.region } };
  }
  if (method === "HEAD" && key === "") return { status: 404 };
  throw new AwsError("AccessDenied", "Access Denied");
}

function chunkSigning(authorization: Authorization, headers: Headers, caller: Caller, world: World) {
  return {
    key: signingKey(authorization, secretOf(caller, world)),
    stamp: headers["x-amz-date"] ?? "",
    scope: scopeText(authorization),
    seed: authorization.signature,
  };
}

/** Management events only: what happens to objects is a data event, which the event history does not hold. */
function record(operation: S3Operation, input: S3Input, call: Call, error?: AwsError): void {
  if (operation.event === undefined) return;
  const { bucket, headers } = input;
  const parameters = {
    ...(bucket === "" ? {} : { bucketName: bucket }),
    Host: headers.host ?? "",
    ...Object.fromEntries(operation.marks.map((mark) => [mark, ""])),
  };
  const entries = trailEntries({
    service: s3,
    operation: operation.event,
    readOnly: operation.readOnly,
    caller: call.caller,
    region: call.region,
    requestId: call.requestId,
    now: call.now,
    userAgent: headers["user-agent"] ?? "",
    host: headers.host ?? "",
    requestParameters: parameters,
    responseElements: null,
    resources: bucket === "" ? [] : [{ type: "AWS::S3::Bucket", name: bucket }],
    ...(error ? { error: { code: trailCode(error, s3), message: error.message } } : {}),
  });
  for (const entry of entries) call.world.trail.append(entry);
}

function errorAnswer(error: AwsError, url: string, requestId: string): S3Answer {
  const code = wireCode(error, s3);
  const headers: Headers = {};
  if (error instanceof WrongRegion) headers["x-amz-bucket-region"] = error.region;
  if (error instanceof InvalidRange) headers["content-range"] = `bytes */${error.size}`;
  if (error instanceof DeleteMarkerFound) {
    headers["x-amz-delete-marker"] = "true";
    headers["x-amz-version-id"] = error.marker.versionId;
  }
  const text = writeError({
    Code: code,
    Message: error.message,
    ...(error instanceof WrongRegion ? { Region: error.region } : {}),
    Resource: url.split("?")[0] ?? "/",
    RequestId: requestId,
    HostId: hostId(requestId),
  });
  return { status: wireStatus(error, s3), headers, text };
}

interface Sending {
  response: ServerResponse;
  method: string;
  requestId: string;
  world: World;
}

async function send(answer: S3Answer, { response, method, requestId, world }: Sending): Promise<void> {
  const { status = 200, text, content } = answer;
  const body = Buffer.from(text ?? "");
  const length = content ? content.to - content.from : body.length;
  response.writeHead(status, {
    ...(text === undefined ? {} : { "content-type": "application/xml" }),
    "x-amz-request-id": requestId,
    "x-amz-id-2": hostId(requestId),
    server: "AmazonS3",
    ...answer.headers,
    // An error that answers HEAD has no body, and says nothing of a length.
    ...(status === 204 || status === 304 || (method === "HEAD" && !content)
      ? {}
      : { "content-length": length }),
  });
  if (method === "HEAD" || status === 304 || !content) {
    response.end(method === "HEAD" ? undefined : body);
    return;
  }
  await pipeline(Readable.from(world.objects.read(content.blobs, content.from, content.to)), response);
}

function hostId(requestId: string): string {
  return Buffer.from(`sandbox/${requestId}`).toString("base64");
}

/** One value per name. Node joins what may be repeated; the rest, it keeps the first of. */
function flatten(request: IncomingMessage): Headers {
  const headers: Headers = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return headers;
}
