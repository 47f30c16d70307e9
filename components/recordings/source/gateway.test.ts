import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "@/components/live/testing/fake-clock";
import { settle } from "../testing/segments";
import { Gateway, type GatewayProblem, GatewayRefusal } from "./gateway";

const OK = () => Response.json({ number: 3 }, { headers: { "x-final": "false" } });
const refuse = (status: number, code: string) => () =>
  Response.json({ error: { code, requestId: "req-1" } }, { status });

describe("the gateway, asked for a part of a recording", () => {
  let clock: FakeClock;
  let answers: (() => Response)[];
  let asked: string[];
  let trouble: (GatewayProblem | undefined)[];
  let gateway: Gateway;
  beforeEach(() => {
    clock = new FakeClock();
    [answers, asked, trouble] = [[], [], []];
    gateway = new Gateway("https://gateway.test/s", (problem) => trouble.push(problem), {
      random: clock.random,
      after: clock.after,
      fetch: async (address, { credentials }) => {
        asked.push(`${address} ${credentials}`);
        const answer = answers.shift();
        if (!answer) throw new TypeError("fetch failed");
        return answer();
      },
    });
  });
  const never = new AbortController().signal;

  it("answers, and says whether it will ever be another", async () => {
    answers.push(OK, () => Response.json({ number: 3 }));
    expect(await gateway.ask("segments?number=3", never)).toEqual({ value: { number: 3 }, isFinal: false });
    expect(await gateway.ask("segments?number=3", never)).toMatchObject({ isFinal: true });
    expect(asked[0]).toBe("https://gateway.test/s/segments?number=3 include");
    expect(trouble).toEqual([]);
  });

  it("is asked again, less and less often, while it is away, and the page told until it is back", async () => {
    const answer = gateway.ask("replay", never);
    for (const pause of [250, 500, 1_000, 2_000, 4_000, 4_000]) {
      await settle();
      expect(trouble.at(-1)).toEqual({ code: undefined, requestId: undefined });
      clock.run(pause - 1);
      await settle();
      const before = asked.length;
      clock.run(1);
      await settle();
      expect(asked.length).toBe(before + 1);
    }
    answers.push(OK);
    clock.run(4_000);
    expect(await answer).toMatchObject({ value: { number: 3 } });
    expect(trouble.at(-1)).toBeUndefined();
  });

  it("is asked again after a failure of its own, which is named", async () => {
    answers.push(refuse(500, "RECORDING_UNREADABLE"), OK);
    const answer = gateway.ask("replay", never);
    await settle();
    expect(trouble).toEqual([{ code: "RECORDING_UNREADABLE", requestId: "req-1" }]);
    clock.run(500);
    expect(await answer).toMatchObject({ value: { number: 3 } });
  });

  it.each([
    [401, "NOT_SIGNED_IN"],
    [403, "ROLE_MISSING"],
    [404, "RECORDING_MISSING"],
  ])("refuses for good with %d %s", async (status, code) => {
    answers.push(refuse(status, code));
    const error = await gateway.ask("replay", never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayRefusal);
    expect(error).toMatchObject({ problem: { code, requestId: "req-1" } });
  });

  it("has no such part", async () => {
    answers.push(refuse(404, "NOT_FOUND"));
    expect(await gateway.ask("segments?number=9", never)).toBeUndefined();
  });

  it("is asked no more once nobody wants it", async () => {
    const abort = new AbortController();
    const answer = gateway.ask("replay", abort.signal).catch((thrown: unknown) => thrown);
    await settle();
    abort.abort();
    expect(await answer).toMatchObject({ name: "AbortError" });
    clock.run(60_000);
    await settle();
    expect(asked).toHaveLength(1);
    expect(trouble.at(-1)).toBeUndefined();
  });
});
