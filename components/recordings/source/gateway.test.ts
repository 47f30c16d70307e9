import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "@/components/live/testing/fake-clock";
import { settle } from "../testing/segments";
import { ANSWER_UNREADABLE, Gateway, type GatewayProblem, GatewayRefusal, isRecord } from "./gateway";
import { isBeginning } from "./shapes";

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
    expect(await gateway.ask("segments?number=3", isRecord, never)).toEqual({
      value: { number: 3 },
      isFinal: false,
    });
    expect(await gateway.ask("segments?number=3", isRecord, never)).toMatchObject({ isFinal: true });
    expect(asked[0]).toBe("https://gateway.test/s/segments?number=3 include");
    expect(trouble).toEqual([]);
  });

  it("is asked again, less and less often, while it is away, and the page told until it is back", async () => {
    const answer = gateway.ask("replay", isRecord, never);
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
    const answer = gateway.ask("replay", isRecord, never);
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
    const error = await gateway.ask("replay", isRecord, never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayRefusal);
    expect(error).toMatchObject({ problem: { code, requestId: "req-1" } });
  });

  it.each<[string, () => Response]>([
    ["broken JSON", () => new Response('{"version":1,"segm')],
    ["JSON of another shape", () => Response.json({ segments: "many", first: { segment: 7 } })],
    ["a proxy's page", () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } })],
    ["nothing", () => new Response("")],
    ["null", () => Response.json(null)],
    ["a redirect that isn't followed", () => Response.error()],
    ["a refusal that isn't the gateway's", () => new Response("<h1>Blocked</h1>", { status: 403 })],
    ["a refusal of another shape", () => Response.json({ error: "nope" }, { status: 401 })],
  ])("is asked five times when %s comes, then given up", async (_name, answer) => {
    answers.push(...Array.from({ length: 9 }, () => answer));
    const given = gateway.ask("replay", isBeginning, never).catch((thrown: unknown) => thrown);
    for (let tries = 1; tries <= 5; tries += 1) {
      await settle();
      expect(asked).toHaveLength(tries);
      if (tries < 5) expect(trouble.at(-1)).toEqual({ code: ANSWER_UNREADABLE, requestId: undefined });
      clock.run(8_000);
    }
    expect(await given).toMatchObject({ name: "GatewayRefusal", problem: { code: ANSWER_UNREADABLE } });
    clock.run(60_000);
    await settle();
    expect(asked).toHaveLength(5);
    expect(trouble.at(-1)).toBeUndefined();
  });

  it("is away, not unreadable, while what stands before it can't reach it; cut answers in between don't add up", async () => {
    const cut = () => new Response('{"numb');
    const badGateway = () => new Response("<h1>502 Bad Gateway</h1>", { status: 502 });
    answers.push(cut, cut, cut, cut, badGateway, cut, cut, cut, cut, badGateway, OK);
    const answer = gateway.ask("replay", isRecord, never);
    for (let tries = 1; tries <= 10; tries += 1) {
      await settle();
      const code = tries % 5 === 0 ? undefined : ANSWER_UNREADABLE;
      expect(trouble.at(-1)).toEqual({ code, requestId: undefined });
      clock.run(8_000);
    }
    expect(await answer).toMatchObject({ value: { number: 3 } });
    expect(trouble.at(-1)).toBeUndefined();
  });

  it("follows no redirect once a first answer failed", async () => {
    const redirects: (RequestRedirect | undefined)[] = [];
    const watched = new Gateway("https://gateway.test/s", undefined, {
      random: clock.random,
      after: clock.after,
      fetch: async (_address, { redirect }) => {
        redirects.push(redirect);
        return redirects.length === 1 ? new Response("") : OK();
      },
    });
    const answer = watched.ask("replay", isRecord, never);
    await settle();
    clock.run(8_000);
    await answer;
    expect(redirects).toEqual(["follow", "manual"]);
  });

  it("has no such part", async () => {
    answers.push(refuse(404, "NOT_FOUND"));
    expect(await gateway.ask("segments?number=9", isRecord, never)).toBeUndefined();
  });

  it("is asked no more once nobody wants it", async () => {
    const abort = new AbortController();
    const answer = gateway.ask("replay", isRecord, abort.signal).catch((thrown: unknown) => thrown);
    await settle();
    abort.abort();
    expect(await answer).toMatchObject({ name: "AbortError" });
    clock.run(60_000);
    await settle();
    expect(asked).toHaveLength(1);
    expect(trouble.at(-1)).toBeUndefined();
  });
});
