import { describe, expect, it } from "vitest";
import { trustedAlways } from "../heads/trusted-keys";
import { BundleFault } from "./bundle-fault";
import { type Made, makeBundle, packed, signer, stranger } from "./testing/bundle";
import { changed, KEYS, lines, nth, verify } from "./testing/verdict";
import { verifyBundle } from "./verify-bundle";

const good = makeBundle();

describe("a bundle as it was made", () => {
  it("is verified by itself, every step but the anchor's", async () => {
    const { isVerified, steps } = await verify(packed(good));
    expect(isVerified).toBe(true);
    expect(steps.filter(({ verdict }) => verdict !== "passed").map(({ step }) => step)).toEqual(["anchors"]);
  });

  it("is verified with the anchor that has one of its heads", async () => {
    const head = good.files.get("head.txt") ?? "";
    expect((await verify(packed(good), { anchors: [head] })).steps.at(-1)).toMatchObject({
      verdict: "passed",
    });
    const latest = good.files.get("latest.txt") ?? "";
    expect((await verify(packed(good), { anchors: [latest] })).steps.at(-1)).toMatchObject({
      verdict: "passed",
    });
  });

  it("is not called anchored by an anchor that ends before it", async () => {
    const { isVerified, steps } = await verify(packed(good), { anchors: [] });
    expect([isVerified, steps.at(-1)?.verdict]).toEqual([true, "not-checked"]);
  });

  it("has the same bytes when it is made again", () => {
    expect(packed(makeBundle()).equals(packed(good))).toBe(true);
  });
});

describe("what was done to it is named", () => {
  it.each<[string, (made: Made) => void, string]>([
    [
      "one byte of a range",
      (made) => {
        const { range } = nth(made, "range", 1);
        if (range) range.bytes = Buffer.from("rm -rf /").toString("base64");
      },
      "ranges range 4",
    ],
    [
      "a range removed",
      (made) => void lines(made).splice(lines(made).indexOf(nth(made, "range", 1)), 1),
      "statement aud_export",
    ],
    [
      "the last range removed, with its batch",
      (made) => {
        const all = lines(made);
        const last = all.indexOf(nth(made, "range", 3));
        all.splice(last, 1);
      },
      "statement aud_export",
    ],
    [
      "two ranges in another order",
      (made) => {
        const all = lines(made);
        const [one, other] = [nth(made, "range", 0), nth(made, "range", 1)];
        const [a, b] = [all.indexOf(one), all.indexOf(other)];
        [all[a], all[b]] = [other, one];
      },
      "ranges range 2",
    ],
    ["a range twice", (made) => void lines(made).splice(3, 0, nth(made, "range", 0)), "ranges range 2"],
    [
      "another session's range",
      (made) => void lines(made).splice(lines(made).indexOf(nth(made, "range", 0)), 1, made.foreign as never),
      "ranges range 1",
    ],
    [
      "a range said to be deleted",
      (made) =>
        void lines(made).splice(lines(made).indexOf(nth(made, "range", 0)), 1, made.asDeleted as never),
      "ranges 1 ranges",
    ],
    [
      "an event",
      (made) => {
        const { event } = nth(made, "event", 0);
        if (event) event.actorId = "per_ben";
      },
      "events event aud_created",
    ],
    [
      "an event removed",
      (made) => void lines(made).splice(lines(made).indexOf(nth(made, "event", 1)), 1),
      "statement aud_export",
    ],
    [
      "the event that says what it holds removed, with its batch",
      (made) => void lines(made).splice(-2, 2),
      "statement aud_closed",
    ],
    [
      "a proof",
      (made) => {
        const { path } = nth(made, "range", 0) as unknown as { path: string[] };
        path[0] = Buffer.alloc(32).toString("base64");
      },
      "ranges range 2",
    ],
    [
      "a proof that is longer",
      (made) =>
        (nth(made, "range", 0) as unknown as { path: string[] }).path.push(
          Buffer.alloc(32).toString("base64"),
        ) && undefined,
      "ranges range 2",
    ],
    [
      "a batch's time",
      (made) => {
        const { batch } = nth(made, "batch", 0);
        if (batch) batch.sealedAt = "2026-03-14T09:26:53.000000Z";
      },
      "batches batch 1",
    ],
    [
      "a batch without anything",
      (made) => void lines(made).splice(1, lines(made).indexOf(nth(made, "batch", 1)) - 1),
      "batches batch 1",
    ],
    ["a batch twice", (made) => void lines(made).splice(2, 0, nth(made, "batch", 0)), "batches batch 1"],
    [
      "two batches in another order",
      (made) => {
        const all = lines(made);
        const second = all.indexOf(nth(made, "batch", 1));
        const third = all.indexOf(nth(made, "batch", 2));
        all.splice(0, third, ...all.slice(second, third), ...all.slice(0, second));
      },
      "batches batch 1",
    ],
    ["a line before any batch", (made) => void lines(made).splice(0, 1), "events event aud_created"],
    [
      "a head that another key signed",
      (made) => void made.files.set("head.txt", made.forged),
      "head head.txt",
    ],
    [
      "the latest head, by one of another log",
      (made) => void made.files.set("latest.txt", made.otherLog),
      "log consistency.json",
    ],
    [
      "the consistency proof",
      (made) => void made.files.set("consistency.json", `${JSON.stringify({ from: 3, to: 5, path: [] })}\n`),
      "log consistency.json",
    ],
    [
      "what the session was",
      (made) =>
        void made.files.set("session.json", (made.files.get("session.json") ?? "").replace("i-1", "i-2")),
      "session session.json, session",
    ],
    [
      "how it ended",
      (made) =>
        void made.files.set(
          "session.json",
          (made.files.get("session.json") ?? "").replace("exited", "killed"),
        ),
      "session session.json, sessionEnd",
    ],
    [
      "the same JSON in another text",
      (made) =>
        void made.files.set("session.json", (made.files.get("session.json") ?? "").replace("{", "{ ")),
      "container session.json",
    ],
    ["the README", (made) => void made.files.set("README.txt", "All is well.\n"), "container README.txt"],
  ])("%s", async (_title, change, fault) => {
    expect((await verify(changed(change))).fault).toBe(fault);
  });

  it("a recording that is not what its closing event has the hash of, though it was sealed so", async () => {
    expect((await verify(packed(makeBundle({ closes: "f".repeat(64) })))).fault).toBe("session recording");
  });

  it("ranges that were sealed in another order than that of their numbers", async () => {
    expect((await verify(packed(makeBundle({ reorders: true })))).fault).toBe("ranges range 2");
  });

  it("a statement of other events or ranges, though it was sealed so", async () => {
    expect((await verify(packed(makeBundle({ says: { ranges: 5 } })))).fault).toBe("statement aud_export");
    expect((await verify(packed(makeBundle({ says: { events: 1 } })))).fault).toBe("statement aud_export");
    expect((await verify(packed(makeBundle({ says: { rangesSha256: "0".repeat(64) } })))).fault).toBe(
      "statement aud_export",
    );
    expect((await verify(packed(makeBundle({ says: { throughBatch: 9 } })))).fault).toBe(
      "statement aud_export",
    );
  });

  it("a manifest that lists something else", async () => {
    const file = Buffer.from(packed(good));
    const at = file.lastIndexOf('"sha256"') + 12;
    file[at] = file[at] === 48 ? 49 : 48;
    expect((await verify(file)).fault).toBe("manifest manifest.json");
  });

  it("a head that was signed outside its key's period", async () => {
    const keys = [{ ...signer.key, notBefore: null, notAfter: Date.parse("2026-03-14T09:00:00Z") }];
    expect((await verify(packed(good), { keys })).fault).toBe("head head.txt");
    expect((await verify(packed(good), { keys: [trustedAlways(stranger.key)] })).fault).toBe("head head.txt");
  });

  it("a log that the anchor does not have", async () => {
    expect((await verify(packed(good), { anchors: [good.fork] })).fault).toMatch(/^anchors head of/);
    const latest = good.files.get("latest.txt") ?? "";
    expect((await verify(packed(good), { anchors: [latest, good.fork] })).fault).toMatch(/^anchors head of/);
    expect((await verify(packed(good), { anchors: [good.later] })).fault).toMatch(/^anchors head of/);
  });
});

describe("a recording that was deleted on purpose", () => {
  it("is passed over where a sealed event says so", async () => {
    const { isVerified, steps } = await verify(packed(makeBundle({ isDeleted: true })));
    expect(isVerified).toBe(true);
    expect(steps.find(({ step }) => step === "ranges")?.detail).toContain("4 of them deleted");
  });

  it.each([
    ["whoever asked confirmed it", "per_dov"],
    ["a process confirmed it", "jobs"],
  ])("is missing where %s", async (_title, confirmedBy) => {
    const { isVerified, steps } = await verify(packed(makeBundle({ isDeleted: true, confirmedBy })));
    expect(isVerified).toBe(false);
    expect(steps.find(({ step }) => step === "ranges")?.first?.detail).toMatch(/no event says/);
  });

  const held: [string, string] = ["recording.held", "per_cleo"];
  const asked: [string, string] = ["recording.hold-lift-asked", "per_cleo"];
  it.each<[boolean, string, [string, string][]]>([
    [false, "it was on hold", [held]],
    [false, "one person lifted the hold", [held, asked, ["recording.hold-lifted", "per_cleo"]]],
    [false, "nobody asked to lift the hold", [held, ["recording.hold-lifted", "per_dov"]]],
    [false, "a process lifted the hold", [held, asked, ["recording.hold-lifted", "jobs"]]],
    [true, "two people had lifted the hold", [held, asked, ["recording.hold-lifted", "per_dov"]]],
  ])("is passed over: %s, where %s", async (isPassed, _title, holds) => {
    const { isVerified } = await verify(packed(makeBundle({ isDeleted: true, holds })));
    expect(isVerified).toBe(isPassed);
  });
});

it("an error that is none of a bundle is not taken for a verdict", async () => {
  // biome-ignore lint/correctness/useYield: it fails before it has anything
  async function* chunks(): AsyncGenerator<Uint8Array> {
    throw new Error("EIO");
  }
  await expect(verifyBundle(chunks(), { keys: KEYS, anchors: null })).rejects.toThrow("EIO");
  expect(new BundleFault("head", "x", "y").item).toBe("x");
});
