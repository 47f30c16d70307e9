import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  answerHealth,
  onReadinessChange,
  readReadiness,
  registerCheck,
  resetReadiness,
  startDraining,
} from "./readiness";

beforeEach(resetReadiness);
afterEach(() => {
  vi.useRealTimers();
});

const fine = async () => undefined;
const broken = async () => {
  throw new Error("connect ECONNREFUSED 10.1.2.3:5432 as halligan");
};

async function ask(path: string, method = "GET") {
  const answer = await answerHealth(method, path);
  return answer && { status: answer.status, body: JSON.parse(answer.body) };
}

describe("readiness", () => {
  it("is given when every check is in order, with the age of what was kept", async () => {
    registerCheck("database", fine);
    registerCheck("provider", async () => ({ ageSeconds: 12 }));
    expect(await ask("/readyz")).toEqual({
      status: 200,
      body: {
        ready: true,
        draining: false,
        checks: { database: { ok: true }, provider: { ok: true, ageSeconds: 12 } },
      },
    });
  });

  it("is refused when one check fails, and says which and nothing else", async () => {
    registerCheck("database", broken);
    registerCheck("durability", fine);
    expect(await ask("/readyz")).toEqual({
      status: 503,
      body: { ready: false, draining: false, checks: { database: { ok: false }, durability: { ok: true } } },
    });
  });

  it("runs the checks side by side, each within two seconds", async () => {
    vi.useFakeTimers();
    registerCheck("silent", () => new Promise(() => {}));
    registerCheck("silent too", () => new Promise(() => {}));
    const answer = ask("/readyz");
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await answer)?.status).toBe(503);
  });

  it("does the work once a second, however often it is asked", async () => {
    let runs = 0;
    registerCheck("database", async () => {
      runs += 1;
      return undefined;
    });
    for (let times = 0; times < 50; times++) await readReadiness(1_000 + times * 10);
    expect(runs).toBe(1);
    await readReadiness(2_000);
    expect(runs).toBe(2);
  });

  it("is refused at once when draining begins, while the process stays live", async () => {
    registerCheck("database", fine);
    expect((await ask("/readyz"))?.status).toBe(200);
    startDraining();
    expect(await ask("/readyz")).toMatchObject({ status: 503, body: { ready: false, draining: true } });
    expect(await ask("/livez")).toEqual({ status: 200, body: { live: true } });
  });

  it("tells the log when a check begins to fail and when it is in order again, once each", async () => {
    let isAway = false;
    let at = 0;
    const told: string[] = [];
    registerCheck("database", () => (isAway ? broken() : fine()));
    onReadinessChange((name, failure) => told.push(`${name} ${failure ? "failed" : "fine"}`));
    for (const away of [false, true, true, false, false]) {
      isAway = away;
      at += 2_000;
      await readReadiness(at);
    }
    expect(told).toEqual(["database failed", "database fine"]);
  });

  it("answers no other path and takes no writes", async () => {
    expect(await ask("/readyz/")).toBeUndefined();
    expect(await ask("/")).toBeUndefined();
    expect(await ask("/livez", "POST")).toMatchObject({ status: 405 });
  });
});
