import { describe, expect, it } from "vitest";
import { translateAwsError } from "@/lib/aws/errors";
import { AppError } from "@/lib/kernel/errors";
import { failureOf, failureView } from "./opening-failure";

const START =
  "User: arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_1 is not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:eu-west-1:111122223333:instance/i-1";
const ASSUME =
  "User: arn:aws:iam::999900001111:role/HalliganGateway is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/HalliganTarget";

function seen(operation: string, name: string, message: string) {
  const error = Object.assign(new Error(message), { name });
  const failure = failureOf(translateAwsError(operation, error));
  return failureView(JSON.parse(JSON.stringify(failure)), failure.code);
}

describe("a shell that did not open", () => {
  it.each([
    [
      "StartSession",
      "AccessDeniedException",
      `${START} with an explicit deny in a service control policy`,
      "organization",
    ],
    [
      "StartSession",
      "AccessDeniedException",
      `${START} with an explicit deny in a resource control policy`,
      "organization",
    ],
    [
      "StartSession",
      "AccessDeniedException",
      `${START} because no service control policy allows the ssm:StartSession action`,
      "organization",
    ],
    [
      "StartSession",
      "AccessDeniedException",
      `${START} with an explicit deny in an identity-based policy`,
      "explicit-deny",
    ],
    [
      "StartSession",
      "AccessDeniedException",
      `${START} because no permissions boundary allows the ssm:StartSession action`,
      "boundary",
    ],
    [
      "StartSession",
      "AccessDeniedException",
      `${START} because no session policy allows the ssm:StartSession action`,
      "session-policy",
    ],
    [
      "StartSession",
      "AccessDeniedException",
      `${START} because no identity-based policy allows the ssm:StartSession action`,
      "role",
    ],
    ["GetRole", "AccessDenied", "Denied.", "role"],
    ["AssumeRole", "AccessDenied", ASSUME, "trust"],
    ["AssumeRole", "AccessDenied", "Denied.", "trust"],
    ["StartSession", "ThrottlingException", "Rate exceeded", "throttled"],
    [
      "StartSession",
      "ExpiredTokenException",
      "The security token included in the request is expired",
      "expired",
    ],
    ["StartSession", "TargetNotConnected", "i-1 is not connected.", "none"],
  ])("after %s answered %s says who can mend it: %s", (operation, name, message, fix) => {
    expect(seen(operation, name, message)).toMatchObject({
      aws: { operation, code: name, message },
      ...{ fix, canRetry: true },
    });
  });

  it("has no words of AWS where AWS had no part, and is not tried again under rows that are the same", () => {
    for (const code of ["GRANT_OVER", "APPROVAL_MISMATCH", "POLICY_UNSAFE", "STALE_NODE"] as const)
      expect(failureView(failureOf(new AppError(code, "no")), null)).toEqual({
        ...{ code, fix: "none", canRetry: false },
      });
    expect(failureOf(new Error("a secret"))).toEqual({ code: "INTERNAL" });
  });

  it("is tried again where more had to be proven than the page knew", () => {
    const needed = new AppError("STEP_UP_NEEDED", "no", { params: { level: "passkey" } });
    expect(failureView(failureOf(needed), null)).toMatchObject({
      canRetry: true,
      params: { level: "passkey" },
    });
  });

  it("is known by its code alone in rows of before", () => {
    expect(failureView(null, "AWS_THROTTLED")).toEqual({
      ...{ code: "AWS_THROTTLED", fix: "throttled", canRetry: true },
    });
  });
});
