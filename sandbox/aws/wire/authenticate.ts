import { timingSafeEqual } from "node:crypto";
import type { Caller } from "../iam/caller";
import type { World } from "../world";
import { AwsError } from "./aws-error";
import { type Authorization, type SignedRequest, type StreamedPayload, verifySignature } from "./sigv4";

/**
 * Finds out who signed a request.
 *
 * @throws AwsError InvalidClientTokenId, SignatureDoesNotMatch, ExpiredToken
 */
export function authenticate(
  request: SignedRequest,
  authorization: Authorization,
  world: World,
  streamed?: StreamedPayload,
): Caller {
  const token = headerText(request.headers["x-amz-security-token"]);
  const userKey = world.userKeys.get(authorization.accessKeyId);
  if (userKey) {
    // A long-term key with a session token is a mix-up of two credentials.
    if (token !== undefined) throw unknownKey();
    verifySignature(request, authorization, userKey.secretAccessKey, Date.now(), streamed);
    const user = world.accounts.get(userKey.accountId)?.users.get(userKey.userName);
    if (!user) throw unknownKey();
    return { kind: "user", accountId: userKey.accountId, accessKeyId: authorization.accessKeyId, user };
  }
  const session = world.credentials.find(authorization.accessKeyId);
  if (!session) throw unknownKey();
  verifySignature(request, authorization, session.secretAccessKey, Date.now(), streamed);
  if (token === undefined || !sameText(token, session.sessionToken)) throw unknownKey();
  if (session.expiresAt <= world.clock.now()) {
    throw new AwsError("ExpiredToken", "The security token included in the request is expired");
  }
  const role = world.accounts.get(session.accountId)?.roles.get(session.roleName);
  if (!role) throw unknownKey();
  return { kind: "session", accountId: session.accountId, accessKeyId: session.accessKeyId, role, session };
}

/** The secret that a caller signs with; S3's chunks are signed one by one. */
export function secretOf(caller: Caller, world: World): string {
  if (caller.kind === "session") return caller.session.secretAccessKey;
  return world.userKeys.get(caller.accessKeyId)?.secretAccessKey ?? "";
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function unknownKey(): AwsError {
  return new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.");
}
