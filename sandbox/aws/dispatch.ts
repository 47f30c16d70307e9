import { randomUUID } from "node:crypto";
import { ZodError } from "zod";
import { type Faults, failureError, type OrderedFailure } from "./faults";
import { authorize } from "./iam/authorize";
import { cloudtrail } from "./services/cloudtrail/service";
import { ec2 } from "./services/ec2/service";
import { iam } from "./services/iam/service";
import { kms } from "./services/kms/service";
import { logs } from "./services/logs/service";
import { ssm } from "./services/ssm/service";
import { sts } from "./services/sts/service";
import { type CallOutcome, trailEntries } from "./trail-record";
import { authenticate } from "./wire/authenticate";
import { AwsError, asAwsError } from "./wire/aws-error";
import { parseForm } from "./wire/form";
import type { Call, Done, Operation, Prepared, Service } from "./wire/operation";
import { type Answer, errorAnswer, successAnswer, trailCode } from "./wire/protocols";
import { readAuthorization, type SignedRequest } from "./wire/sigv4";
import type { World } from "./world";

const SERVICES = new Map(
  [sts, iam, ec2, ssm, logs, cloudtrail, kms].map((service) => [service.name, service]),
);

/** "lost" means: the work was done, and the connection ends without an answer. */
export type Dispatched = Answer | "lost";

/** Answers one request to the AWS endpoint; never throws. */
export async function dispatch(request: SignedRequest, world: World, faults: Faults): Promise<Dispatched> {
  const requestId = randomUUID();
  const guessed = guessService(request);
  let service = guessed;
  try {
    const authorization = readAuthorization(request);
    const named = SERVICES.get(authorization.service);
    if (!named)
      throw new AwsError("UnknownOperation", `The sandbox has no service '${authorization.service}'.`);
    service = named;
    const caller = authenticate(request, authorization, world);
    const name = operationName(request, service);
    const found = name === undefined ? undefined : service.operations.get(name);
    if (name === undefined || !found) throw unknownOperation(service, name);
    const { accountId } = caller;
    const call: Call = {
      world,
      caller,
      accountId,
      region: authorization.region,
      requestId,
      now: world.clock.now(),
    };
    return await perform({ request, service, name, found, call, faults });
  } catch (error) {
    return errorAnswer(toAwsError(error), service, requestId);
  }
}

interface Performance {
  request: SignedRequest;
  service: Service;
  name: string;
  found: Operation;
  call: Call;
  faults: Faults;
}

/** From an authenticated caller on: everything that happens is recorded. */
async function perform({ request, service, name, found, call, faults }: Performance): Promise<Dispatched> {
  const { world, requestId } = call;
  const failure = faults.take(service.name, name);
  const record = (
    rest: Pick<CallOutcome, "requestParameters" | "responseElements" | "resources" | "error" | "owner">,
  ) => {
    const entries = trailEntries({
      service,
      operation: name,
      readOnly: found.readOnly,
      caller: call.caller,
      region: call.region,
      requestId,
      now: call.now,
      userAgent: text(request.headers["user-agent"]),
      host: text(request.headers.host),
      ...rest,
    });
    for (const entry of entries) world.trail.append(entry);
  };
  let prepared: Prepared | undefined;
  let done: Done;
  try {
    if (failure && !failure.afterEffect) throw failureError(failure);
    prepared = found.prepare(readInput(request, service), call);
    await demand(prepared, call);
    done = await prepared.run();
  } catch (error) {
    const answer = toAwsError(error);
    const isDenial = answer.code === "AccessDenied";
    record({
      requestParameters: isDenial ? null : (prepared?.trailRequest() ?? null),
      responseElements: null,
      resources: [],
      error: { code: trailCode(answer, service), message: answer.message },
    });
    return errorAnswer(answer, service, requestId);
  }
  record({
    requestParameters: prepared.trailRequest(),
    responseElements: done.trailResponse,
    resources: done.resources,
    ...(done.owner === undefined ? {} : { owner: done.owner }),
  });
  if (failure) return lateFailure(failure, service, requestId);
  return successAnswer(done.output, name, service, requestId);
}

function lateFailure(failure: OrderedFailure, service: Service, requestId: string): Dispatched {
  return failure.code === undefined ? "lost" : errorAnswer(failureError(failure), service, requestId);
}

/** All demands must be allowed; the first that is not is the answer. */
export async function demand(prepared: Pick<Prepared, "demands">, call: Call): Promise<void> {
  const { caller, region, now, world } = call;
  const account = world.accounts.get(caller.accountId);
  if (!account) throw new TypeError(`no account ${caller.accountId}`);
  for (const wanted of prepared.demands) {
    const verdict = await authorize(wanted, { account, caller, region, now });
    if (!verdict.allowed) throw new AwsError("AccessDenied", verdict.message);
  }
}

/** Before the signature is read, the form of the request tells which protocol's error to answer in. */
function guessService(request: SignedRequest): Service {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([a-z0-9-]+)\//.exec(text(request.headers.authorization))?.[1];
  const named = SERVICES.get(scope ?? "");
  if (named) return named;
  const target = text(request.headers["x-amz-target"]);
  if (target !== "" || text(request.headers["content-type"]).includes("json")) return ssm;
  return /Version=2016-11-15/.test(request.body.toString("latin1", 0, 2000)) ? ec2 : sts;
}

/** CloudTrail's target is written in a long and a short form; the last dotted part is the operation in all. */
function operationName(request: SignedRequest, service: Service): string | undefined {
  if (service.protocol === "json") {
    const target = text(request.headers["x-amz-target"]);
    const [prefix = "", name] = target.split(".").slice(-2);
    return TARGETS[service.name] === prefix ? name : undefined;
  }
  const action = parseForm(request.body.toString("utf8")).Action;
  return typeof action === "string" ? action : undefined;
}

const TARGETS: Record<string, string> = {
  ssm: "AmazonSSM",
  logs: "Logs_20140328",
  cloudtrail: "CloudTrail_20131101",
  kms: "TrentService",
};

function readInput(request: SignedRequest, service: Service): unknown {
  const body = request.body.toString("utf8");
  if (service.protocol !== "json") return parseForm(body);
  try {
    return body === "" ? {} : JSON.parse(body);
  } catch {
    throw new AwsError("SerializationException", "The body of the request is not JSON.");
  }
}

function unknownOperation(service: Service, name: string | undefined): AwsError {
  if (service.protocol === "json") return new AwsError("UnknownOperation", "");
  if (name === undefined)
    return new AwsError("MissingAction", "The request must contain the parameter Action.");
  return new AwsError(
    "UnknownOperation",
    service.protocol === "ec2"
      ? `The action ${name} is not valid for this web service.`
      : `Could not find operation ${name}`,
  );
}

/** What a failure is to the client; our own faults are printed and answered as AWS would. */
export function toAwsError(error: unknown): AwsError {
  if (error instanceof ZodError) return validationError(error);
  const answer = asAwsError(error);
  if (answer) return answer;
  // A fault of the sandbox itself: say it where its operator looks, and answer as AWS would.
  console.error(error);
  return new AwsError("InternalFailure", "An internal error occurred.", 500);
}

function validationError(error: ZodError): AwsError {
  const issues = error.issues.map(
    (issue) =>
      `Value at '${lowerFirst(issue.path.join("."))}' failed to satisfy constraint: ${issue.message}`,
  );
  const count = issues.length;
  return new AwsError(
    "ValidationError",
    `${count} validation error${count === 1 ? "" : "s"} detected: ${issues.join("; ")}`,
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function text(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
