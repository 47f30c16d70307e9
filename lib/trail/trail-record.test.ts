import { describe, expect, it } from "vitest";
import { parseTrailRecord } from "./trail-record";

const ID = "ses_01jz5m0g4w8n6q2r7t9v1x3y5z";

describe("a record of the trail", () => {
  it("made under a session's name gives its name and the person's source identity", () => {
    const record = {
      eventName: "StartSession",
      userIdentity: {
        type: "AssumedRole",
        arn: `arn:aws:sts::111122223333:assumed-role/HalliganTarget/${ID}`,
        sessionContext: { sourceIdentity: "per_ana" },
      },
      requestParameters: { target: "i-0f3a9c41d7e25b91c" },
    };
    expect(parseTrailRecord(JSON.stringify(record))).toEqual({
      errorCode: null,
      sourceIdentity: "per_ana",
      roleSessionName: ID,
      record,
    });
  });

  it("of an AssumeRole gives the name and the identity that were asked for, not the broker's", () => {
    const record = {
      userIdentity: { arn: "arn:aws:sts::111122223333:assumed-role/HalliganBroker/halligan" },
      requestParameters: { roleSessionName: ID, sourceIdentity: "per_ana" },
    };
    expect(parseTrailRecord(JSON.stringify(record))).toMatchObject({
      roleSessionName: ID,
      sourceIdentity: "per_ana",
    });
  });

  it("that was denied says so, without parameters", () => {
    const record = {
      errorCode: "AccessDenied",
      userIdentity: { arn: `arn:aws:sts::111122223333:assumed-role/HalliganTarget/${ID}` },
      requestParameters: null,
    };
    expect(parseTrailRecord(JSON.stringify(record))).toMatchObject({
      errorCode: "AccessDenied",
      roleSessionName: ID,
    });
  });

  it("loses what the database can't keep, and nothing else of it", () => {
    const text = '{"requestParameters":{"reason":"a\\u0000b \\ud800 c"}}';
    expect(parseTrailRecord(text)?.record).toEqual({ requestParameters: { reason: "a\ufffdb \ufffd c" } });
  });

  it.each(["", "{", "null", "[]", '{"userIdentity":1}', '{"errorCode":[]}'])(
    "that is none is passed over: %s",
    (text) => {
      expect(parseTrailRecord(text)).toBeUndefined();
    },
  );
});
