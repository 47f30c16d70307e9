import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSessionFile } from "./format";
import { TAR_END, tarHeader, tarPadding } from "./tar";
import { type Made, makeBundle, packed } from "./testing/bundle";
import { changed, KEYS, nth, verify } from "./testing/verdict";
import { verifyBundle } from "./verify-bundle";

const good = makeBundle();

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
