import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { translateAwsError } from "./errors";

/** As the SDK makes them: the exchange hangs on the error. */
function sdkError(name: string): Error {
  const headers = { authorization: "AWS4-HMAC-SHA256 Signature=abc", "x-amz-security-token": "SECRET-TOKEN" };
  return Object.assign(new Error("said AWS"), { name, $response: { body: { req: { headers } } } });
}

describe("an error of AWS", () => {
  it.each([
    ["AccessDeniedException", "AWS_ACCESS_DENIED"],
    ["ThrottlingException", "AWS_THROTTLED"],
    ["TargetNotConnected", "AWS_NOT_CONNECTED"],
    ["ExpiredTokenException", "AWS_EXPIRED"],
    ["DoesNotExistException", "AWS_NOT_FOUND"],
    ["PackedPolicyTooLarge", "AWS_INVALID"],
    ["InternalServerError", "AWS_UNAVAILABLE"],
    ["TimeoutError", "AWS_UNAVAILABLE"],
  ])("named %s is %s", (name, code) => {
    expect(translateAwsError("StartSession", sdkError(name))).toMatchObject({
      code,
      params: { operation: "StartSession", name, detail: "said AWS" },
    });
  });

  it("keeps the id of AWS's request, where it has one", () => {
    const known = Object.assign(sdkError("ThrottlingException"), { $metadata: { requestId: "5f0c7a1e" } });
    expect(translateAwsError("StartSession", known).params).toMatchObject({ awsRequestId: "5f0c7a1e" });
    expect(translateAwsError("StartSession", sdkError("TimeoutError")).params).not.toHaveProperty(
      "awsRequestId",
    );
  });

  it("carries no credentials on, however deep it is printed", () => {
    const translated = translateAwsError("StartSession", sdkError("AccessDenied"));
    expect(inspect(translated, { depth: 20, showHidden: true })).not.toMatch(/SECRET-TOKEN|Signature/);
    expect(translated.cause).toMatchObject({ name: "AccessDenied", message: "said AWS" });
  });
});

describe("a signature that AWS refuses for its time", () => {
  const answered = (name: string, message: string, date?: string) =>
    Object.defineProperty(Object.assign(new Error(message), { name }), "$response", {
      value: { statusCode: 403, headers: date === undefined ? {} : { date } },
    });
  const expired =
    "Signature expired: 20260314T091653Z is now earlier than 20260314T092153Z (20260314T092653Z - 5 min.)";

  it.each([
    ["SignatureDoesNotMatch", expired],
    ["InvalidSignatureException", expired],
    ["InvalidSignatureException", expired.replace("expired", "not yet current")],
    ["RequestTimeTooSkewed", "The difference between the request time and the current time is too large."],
  ])("names the clock and by how much it is off: %s", (name, message) => {
    const date = new Date(Date.now() - 600_000).toUTCString();
    const error = translateAwsError("AssumeRole", answered(name, message, date));
    expect(error.code).toBe("AWS_CLOCK_SKEWED");
    expect(Number(error.params.seconds)).toBeGreaterThanOrEqual(600);
    expect(Number(error.params.seconds)).toBeLessThanOrEqual(602);
  });

  it("names the clock without a number where the answer has no date", () => {
    const error = translateAwsError("AssumeRole", answered("SignatureDoesNotMatch", expired));
    expect(error.code).toBe("AWS_CLOCK_SKEWED");
    expect(error.params.seconds).toBeUndefined();
  });

  it("is another matter where the signature itself is wrong", () => {
    const wrong = "The request signature we calculated does not match the signature you provided.";
    expect(translateAwsError("AssumeRole", answered("SignatureDoesNotMatch", wrong)).code).toBe(
      "AWS_ACCESS_DENIED",
    );
  });
});
