import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trustedAlways } from "../heads/trusted-keys";
import { BundleFault } from "./bundle-fault";
import { readSessionFile } from "./format";
import { TAR_END, tarHeader, tarPadding } from "./tar";
import { type Made, makeBundle, packed, signer, stranger } from "./testing/bundle";
import { verifyBundle } from "./verify-bundle";

const KEYS = [trustedAlways(signer.key)];

async function verify(file: Uint8Array, { keys = KEYS, anchors = null as readonly string[] | null } = {}) {
  async function* chunks() {
    // Neither blocks nor lines end where chunks do.
    for (let at = 0; at < file.length; at += 700) yield file.subarray(at, at + 700);
  }
  const { isVerified, steps } = await verifyBundle(chunks(), { keys, anchors });
  const failed = steps.filter(({ verdict }) => verdict === "failed");
  expect(failed.length).toBe(isVerified ? 0 : 1);
  return { isVerified, steps, fault: failed[0] && `${failed[0].step} ${failed[0].first?.item}` };
}

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

/** What somebody does who also makes the manifest fit. */
const changed = (change: (made: Made) => void): Uint8Array => {
  const made = makeBundle();
  change(made);
  return packed(made);
};
const lines = (made: Made) => made.lines as unknown as Record<string, Record<string, unknown>>[];
const nth = (made: Made, kind: string, index: number) => {
  const found = lines(made).filter((line) => kind in line)[index];
  if (!found) throw new TypeError(`there is no ${kind} ${index}`);
  return found;
};

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
      (made) => void lines(made).splice(1, 0, nth(made, "batch", 0)),
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
    ["the README", (made) => void made.files.set("README.txt", "All is well.\n"), "container README.txt"],
  ])("%s", async (_title, change, fault) => {
    expect((await verify(changed(change))).fault).toBe(fault);
  });

  it("a recording that is not what its closing event has the hash of, though it was sealed so", async () => {
    expect((await verify(packed(makeBundle({ closes: "f".repeat(64) })))).fault).toBe("session recording");
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
    expect((await verify(packed(good), { anchors: [good.later] })).fault).toMatch(/^anchors head of/);
  });
});

describe("a recording that was deleted on purpose", () => {
  it("is passed over where a sealed event says so", async () => {
    const { isVerified, steps } = await verify(packed(makeBundle({ isDeleted: true })));
    expect(isVerified).toBe(true);
    expect(steps.find(({ step }) => step === "ranges")?.detail).toContain("4 of them deleted");
  });
});

describe("a hostile file", () => {
  const bytes = packed(good);
  const entry = (name: string, content: string) => {
    const body = Buffer.from(content);
    return Buffer.concat([tarHeader(name, body.length), body, tarPadding(body.length)]);
  };
  /** The first file's header with something else in it, and a checksum that fits. */
  const header = (change: (block: Buffer) => void) => {
    const file = Buffer.from(bytes);
    const block = file.subarray(0, 512);
    change(block);
    block.fill(32, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "ascii");
    return file;
  };
  const readme = Buffer.from(bytes.subarray(0, 512 + Math.ceil(readmeSize(bytes) / 512) * 512));

  it.each<[string, () => Uint8Array, string]>([
    ["an empty file", () => Buffer.alloc(0), "container a file's header"],
    ["text", () => Buffer.from("hello".repeat(1_000)), "container hellohello"],
    ["zeros", () => Buffer.alloc(100_000), "container byte 1024"],
    ["a path out of the folder", () => header((block) => block.write("../../x", 0)), "container byte 0"],
    ["an absolute path", () => header((block) => block.write("/etc/xx", 0)), "container byte 0"],
    ["a symbolic link", () => header((block) => block.write("2", 156)), "container README.txt"],
    ["a device", () => header((block) => block.write("3", 156)), "container README.txt"],
    ["a PAX header", () => header((block) => block.write("x", 156)), "container README.txt"],
    ["a size without end", () => header((block) => block.write("77777777777", 124)), "container README.txt"],
    ["a negative size", () => header((block) => block.write("-0000000001", 124)), "container README.txt"],
    ["a name twice", () => Buffer.concat([readme, bytes]), "container README.txt"],
    ["a file of another name", () => Buffer.concat([readme, entry("x.sh", "#!"), TAR_END]), "container x.sh"],
    ["trailing bytes", () => Buffer.concat([bytes, Buffer.from("x")]), `container byte ${bytes.length}`],
    ["another bundle behind it", () => Buffer.concat([bytes, bytes]), `container byte ${bytes.length}`],
    [
      "invalid UTF-8",
      () => {
        const file = Buffer.from(bytes);
        file[file.indexOf("halligan-evidence-1") + 3] = 0xff;
        return file;
      },
      "container session.json",
    ],
  ])("of %s is refused with what is wrong first", async (_title, make, fault) => {
    expect((await verify(make())).fault).toContain(
      fault.startsWith("container hello") ? "container hello" : fault,
    );
  });

  it("that ends anywhere is refused", async () => {
    for (let end = 0; end < bytes.length; end += 97) {
      const { isVerified } = await verify(bytes.subarray(0, end));
      expect([end, isVerified]).toEqual([end, false]);
    }
  });

  it("of counts that nothing can hold is refused before anything is made of them", async () => {
    const huge = changed((made) => {
      const { batch } = nth(made, "batch", 0);
      if (batch) batch.events = 2_147_483_647;
    });
    expect((await verify(huge)).fault).toBe("batches batch 1");
    expect(() => readSessionFile('{"format":"halligan-evidence-1"}', "session.json")).toThrow(
      "it is not what",
    );
  });

  it("with a line that does not end is refused, whatever its length", async () => {
    async function* chunks() {
      yield* endlessLine(readme, good);
    }
    const { isVerified, steps } = await verifyBundle(chunks(), { keys: KEYS, anchors: null });
    expect([isVerified, steps[0]?.first?.detail]).toEqual([
      false,
      expect.stringContaining("longer than any"),
    ]);
  });

  it("is never verified and never throws, whatever bytes differ", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (changes) => {
          const file = Buffer.from(bytes);
          for (const [at, bits] of changes) file[at] = (file[at] ?? 0) ^ bits;
          fc.pre(!file.equals(bytes));
          expect((await verify(file)).isVerified).toBe(false);
        },
      ),
      { seed: 20260314, numRuns: 1_500 },
    );
  });

  it("is never verified when blocks of it changed places, were doubled or left out", async () => {
    const blocks = Array.from(
      { length: bytes.length / 512 },
      (_, at): Uint8Array => bytes.subarray(at * 512, (at + 1) * 512),
    );
    const place = fc.nat(blocks.length - 1);
    await fc.assert(
      fc.asyncProperty(place, place, fc.constantFrom("swap", "double", "drop"), async (a, b, how) => {
        const made: Uint8Array[] = [...blocks];
        if (how === "swap") [made[a], made[b]] = [made[b] as Uint8Array, made[a] as Uint8Array];
        else if (how === "double") made.splice(a, 0, made[b] as Uint8Array);
        else made.splice(a, 1);
        const file = Buffer.concat(made as Uint8Array[]);
        fc.pre(!file.equals(bytes));
        expect((await verify(file)).isVerified).toBe(false);
      }),
      { seed: 20260314, numRuns: 300 },
    );
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

function readmeSize(bytes: Uint8Array): number {
  return Number.parseInt(Buffer.from(bytes.subarray(124, 135)).toString("ascii"), 8);
}

/** A bundle whose first evidence file is one line of 40 MB. */
function* endlessLine(readme: Uint8Array, made: Made): Generator<Uint8Array> {
  yield readme;
  for (const name of ["session.json", "head.txt"]) {
    const body = Buffer.from(made.files.get(name) ?? "");
    yield Buffer.concat([tarHeader(name, body.length), body, tarPadding(body.length)]);
  }
  yield tarHeader("evidence/000001.jsonl", 40 * 1024 * 1024);
  for (let part = 0; part < 40; part += 1) yield Buffer.alloc(1024 * 1024, 97);
}
