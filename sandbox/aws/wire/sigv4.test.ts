import { describe, expect, it } from "vitest";
import { readAuthorization, type SignedRequest, verifySignature } from "./sigv4";

/** The worked example of AWS's documentation of Signature Version 4 (IAM ListUsers, 30 August 2015). */
const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SIGNED_AT = Date.UTC(2015, 7, 30, 12, 36, 0);
const EXAMPLE: SignedRequest = {
  method: "GET",
  url: "/?Action=ListUsers&Version=2010-05-08",
  headers: {
    host: "iam.amazonaws.com",
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  },
  body: Buffer.alloc(0),
};

function verify(request: SignedRequest, now = SIGNED_AT, secret = SECRET): void {
  verifySignature(request, readAuthorization(request), secret, now);
}

const withHeader = (name: string, value: string): SignedRequest => ({
  ...EXAMPLE,
  headers: { ...EXAMPLE.headers, [name]: value },
});

describe("a signature", () => {
  it("of AWS's worked example is accepted", () => {
    expect(readAuthorization(EXAMPLE)).toMatchObject({
      accessKeyId: "AKIDEXAMPLE",
      region: "us-east-1",
      service: "iam",
    });
    expect(() => verify(EXAMPLE)).not.toThrow();
  });

  it("is accepted up to five minutes from its date and no second longer, in both directions", () => {
    for (const seconds of [-300, -299, 299, 300])
      expect(() => verify(EXAMPLE, SIGNED_AT + seconds * 1000)).not.toThrow();
    for (const seconds of [-301, 301]) {
      expect(() => verify(EXAMPLE, SIGNED_AT + seconds * 1000)).toThrow(
        expect.objectContaining({ code: "SignatureDoesNotMatch" }),
      );
    }
  });

  it("is refused with another secret, path, query, method, body or signed header", () => {
    const changed: SignedRequest[] = [
      { ...EXAMPLE, url: "/x?Action=ListUsers&Version=2010-05-08" },
      { ...EXAMPLE, url: "/?Action=ListRoles&Version=2010-05-08" },
      { ...EXAMPLE, method: "POST" },
      { ...EXAMPLE, body: Buffer.from("x") },
      withHeader("host", "evil.test"),
      withHeader("content-type", "text/plain"),
    ];
    for (const request of changed)
      expect(() => verify(request)).toThrow(expect.objectContaining({ code: "SignatureDoesNotMatch" }));
    expect(() => verify(EXAMPLE, SIGNED_AT, "another")).toThrow(
      expect.objectContaining({ code: "SignatureDoesNotMatch" }),
    );
  });

  it("does not have to order the query as it is sent", () => {
    expect(() => verify({ ...EXAMPLE, url: "/?Version=2010-05-08&Action=ListUsers" })).not.toThrow();
  });

  it("must cover the host and every X-Amz header", () => {
    expect(() => verify(withHeader("x-amz-target", "added"))).toThrow(
      /must be signed; missing: x-amz-target/,
    );
    const authorization = String(EXAMPLE.headers.authorization).replace(
      "content-type;host;",
      "content-type;",
    );
    expect(() => verify(withHeader("authorization", authorization))).toThrow(/must be signed; missing: host/);
  });

  it("must be of the day of its scope", () => {
    expect(() => verify(withHeader("x-amz-date", "20150831T123600Z"))).toThrow(
      expect.objectContaining({ code: "IncompleteSignature" }),
    );
    expect(() => verify(withHeader("x-amz-date", "yesterday"))).toThrow(
      expect.objectContaining({ code: "IncompleteSignature" }),
    );
  });

  it("is refused in forms that are not ours", () => {
    const code = (request: SignedRequest) => {
      try {
        readAuthorization(request);
        return undefined;
      } catch (error) {
        return error instanceof Error && "code" in error ? error.code : error;
      }
    };
    expect(code({ ...EXAMPLE, headers: {} })).toBe("MissingAuthenticationToken");
    expect(code(withHeader("authorization", "Basic eDp5"))).toBe("IncompleteSignature");
    expect(code({ ...EXAMPLE, url: "/?X-Amz-Signature=00" })).toBe("IncompleteSignature");
  });
});
