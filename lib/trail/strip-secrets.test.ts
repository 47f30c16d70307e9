import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripSecrets } from "./strip-secrets";

const HIDDEN = "(not kept)";

describe("a record of the trail is kept without", () => {
  it.each<[string, object, object]>([
    [
      "AssumeRole's session token",
      {
        responseElements: {
          credentials: { accessKeyId: "ASIA1", sessionToken: "s3cret", expiration: "Feb 19" },
        },
      },
      {
        responseElements: {
          credentials: { accessKeyId: "ASIA1", sessionToken: HIDDEN, expiration: "Feb 19" },
        },
      },
    ],
    [
      "whatever else a block of credentials holds",
      { responseElements: { credentials: { accessKeyId: "ASIA1", somethingNew: "s3cret" } } },
      { responseElements: { credentials: { accessKeyId: "ASIA1", somethingNew: HIDDEN } } },
    ],
    [
      "a role's credentials under another name",
      { responseElements: { roleCredentials: { accessKeyId: { deep: "s3cret" } } } },
      { responseElements: { roleCredentials: { accessKeyId: HIDDEN } } },
    ],
    [
      "an access key's secret",
      {
        responseElements: {
          accessKey: { accessKeyId: "AKIA1", secretAccessKey: "s3cret", status: "Active" },
        },
      },
      {
        responseElements: { accessKey: { accessKeyId: "AKIA1", secretAccessKey: HIDDEN, status: "Active" } },
      },
    ],
    [
      "StartSession's token and address",
      { responseElements: { sessionId: "ses_1", tokenValue: "s3cret", streamUrl: "wss://s3cret" } },
      { responseElements: { sessionId: "ses_1", tokenValue: HIDDEN, streamUrl: HIDDEN } },
    ],
    [
      "passwords, and not what is only called so",
      { requestParameters: { userName: "ana", newPassword: "s3cret", passwordResetRequired: true } },
      { requestParameters: { userName: "ana", newPassword: HIDDEN, passwordResetRequired: true } },
    ],
    [
      "assertions and tokens that were sent",
      { requestParameters: { sAMLAssertion: "s3cret", webIdentityToken: "s3cret", roleArn: "arn" } },
      { requestParameters: { sAMLAssertion: HIDDEN, webIdentityToken: HIDDEN, roleArn: "arn" } },
    ],
    [
      "presigned addresses, wherever they stand",
      { additionalEventData: [{ from: "https://s3/x?X-Amz-Signature=s3cret" }, "plain"] },
      { additionalEventData: [{ from: HIDDEN }, "plain"] },
    ],
    [
      "a secret that is an object or a list",
      { responseElements: { tokens: ["s3cret"], secret: { value: "s3cret" } } },
      { responseElements: { tokens: HIDDEN, secret: HIDDEN } },
    ],
  ])("%s", (_title, record, kept) => {
    expect(stripSecrets(record)).toEqual(kept);
    expect(JSON.stringify(stripSecrets(record))).not.toContain("s3cret");
  });

  it("nothing else: who called, with which key, what and when", () => {
    const record = {
      eventName: "StartSession",
      userIdentity: {
        accessKeyId: "ASIA1",
        sessionContext: { sourceIdentity: "per_ana", mfaAuthenticated: false },
      },
      requestParameters: { target: "i-1", documentName: "Halligan-Shell", reason: "INC-7" },
      errorCode: null,
    };
    expect(stripSecrets(record)).toEqual(record);
  });

  it("a secret under such a name, however deep it stands", () => {
    const names = ["sessionToken", "SecretAccessKey", "tokenValue", "masterUserPassword", "streamUrl"];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.constantFrom("a", "responseElements", "list"), { maxLength: 6 }),
        (name, path) => {
          const record = path.reduceRight<unknown>(
            (value, key) => (key === "list" ? [value] : { [key]: value }),
            { [name]: "s3cret" },
          );
          expect(JSON.stringify(stripSecrets(record))).not.toContain("s3cret");
        },
      ),
    );
  });
});
