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

  it("carries no credentials on, however deep it is printed", () => {
    const translated = translateAwsError("StartSession", sdkError("AccessDenied"));
    expect(inspect(translated, { depth: 20, showHidden: true })).not.toMatch(/SECRET-TOKEN|Signature/);
    expect(translated.cause).toMatchObject({ name: "AccessDenied", message: "said AWS" });
  });
});
