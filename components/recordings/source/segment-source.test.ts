import { beforeEach, describe, expect, it, vi } from "vitest";
import { SlowGateway, segmentsOf, settle } from "../testing/segments";
import { SegmentSource } from "./segment-source";

const NEVER = new AbortController().signal;

describe("the segments of a recording", () => {
  let gateway: SlowGateway;
  let source: SegmentSource;
  beforeEach(() => {
    gateway = new SlowGateway(segmentsOf(30));
    source = new SegmentSource(gateway.ask);
    source.setCount(30, true);
  });
  const at = async (ms: number) => {
    const found = source.at(ms, NEVER);
    await gateway.answer();
    return (await found)?.number;
  };

  it("are found by a moment, and asked for once", async () => {
    expect(await at(4_500)).toBe(4);
    expect([await at(4_000), await at(4_999)]).toEqual([4, 4]);
    expect(gateway.asked).toEqual(["ms 4500"]);
  });

  it("end where the next one begins: a moment there is the next one's", async () => {
    await at(4_500);
    expect(await at(5_000)).toBe(5);
  });

  it("show the end by the last one, which is kept too", async () => {
    expect([await at(30_000), await at(30_000), await at(99_000)]).toEqual([29, 29, 29]);
    expect(gateway.asked).toEqual(["ms 30000"]);
  });

  it("are forgotten, those first that were not used for longest", async () => {
    await at(0);
    for (let number = 1; number <= 11; number += 1) await at(number * 1_000);
    await at(0);
    await at(12_000);
    gateway.asked.length = 0;
    await at(0);
    expect(gateway.asked).toEqual([]);
    await at(1_000);
    expect(gateway.asked).toEqual(["ms 1000"]);
  });

  it("are fetched before they are wanted, once, and none that is not there", async () => {
    source.prefetch(7);
    source.prefetch(7);
    source.prefetch(30);
    const wanted = source.byNumber(7);
    await gateway.answer();
    expect((await wanted)?.number).toBe(7);
    expect(source.peek(7)?.number).toBe(7);
    source.prefetch(7);
    expect(gateway.asked).toEqual(["number 7"]);
  });

  it("are not fetched in advance of a place that was left before it was rested at", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      source.prefetch(7, 250);
      vi.advanceTimersByTime(200);
      const wanted = source.at(12_000, new AbortController().signal);
      vi.advanceTimersByTime(200);
      await gateway.answer();
      await wanted;
      source.prefetch(13, 250);
      vi.advanceTimersByTime(250);
      expect(gateway.asked).toEqual(["ms 12000", "number 13"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("are asked for again when one was fetched in vain", async () => {
    source.prefetch(7);
    await gateway.fail("number 7", new Error("away"));
    const wanted = source.byNumber(7);
    await gateway.answer();
    expect((await wanted)?.number).toBe(7);
  });

  it("are not kept while they grow", async () => {
    gateway.isFinal = (number) => number < 29;
    expect([await at(29_500), await at(29_500)]).toEqual([29, 29]);
    expect(gateway.asked).toEqual(["ms 29500", "ms 29500"]);
  });

  it("beyond the end are none", async () => {
    const beyond = source.byNumber(30);
    await gateway.answer();
    expect(await beyond).toBeUndefined();
    await settle();
    expect(source.peek(30)).toBeUndefined();
  });
});
