import { describe, expect, it } from "vitest";
import { SessionQuota } from "./session-quota";

const quota = (recorded = 0) => new SessionQuota({ bytes: 1_000, bytesASecond: 100 }, recorded);

describe("a session that records much", () => {
  it("is nearly full once, and full from then on", () => {
    const session = quota();
    expect([899, 1, 50, 49, 1, 1].map((bytes) => session.recorded(bytes))).toEqual([
      ...[undefined, "nearly-full", undefined, undefined, "full", "full"],
    ]);
  });

  it("is as full at the next gateway", () => {
    expect(quota(990).recorded(1)).toBe("nearly-full");
    expect(quota(1_000).recorded(1)).toBe("full");
  });
});

describe("a session that prints fast", () => {
  it("may print for two seconds at once, and then as fast as it may", () => {
    const session = quota();
    session.tick(0);
    session.read(200);
    expect(session.isTooFast).toBe(false);
    session.read(100);
    const at = [0, 900, 1_100].map((ms) => {
      session.tick(ms);
      return session.isTooFast;
    });
    expect(at).toEqual([true, true, false]);
  });

  it("saves up no more than two seconds, and nothing while the machine slept", () => {
    const session = quota();
    for (let second = 0; second < 100; second++) session.tick(second * 1000);
    session.read(301);
    expect(session.isTooFast).toBe(true);
    session.tick(3_600_000);
    session.read(1);
    expect(session.isTooFast).toBe(true);
  });

  it("is not held back for what earlier gateways recorded", () => {
    const session = quota(900);
    session.tick(0);
    expect(session.isTooFast).toBe(false);
  });
});
