import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IndexedRow, OVERLAP_BYTES, readChunk, readRows, toBlocks, toChunks } from "./format/blocks";
import { fold, gramsOf } from "./format/grams";
import { bucketsOfStep, mergeStep, planMerge } from "./format/merging";
import { encodeBucket, findPostings, intersect, readBucket } from "./format/postings";
import { type Shard, toShard } from "./format/shard";
import { bucketsFor, candidatesIn } from "./searching/candidates";
import { findRows, marksIn } from "./searching/matching";
import { MOST_QUERY, readQuery, type TextQuery } from "./searching/query";

const row = (text: string, line = 0): IndexedRow => ({ line, atMs: line * 1000, text, commandAt: -1 });
const rowsOf = (texts: readonly string[]) => texts.map((text, line) => row(text, line));

/** What people print: few words, so that they meet; several scripts, digits, punctuation, and anything at all. */
const word = fc.oneof(
  fc.constantFrom(
    "error",
    "ERROR",
    "rm",
    "-rf",
    "/var",
    "2>&1",
    "});",
    "=>",
    "資料庫",
    "資料",
    "連線",
    "é",
    "😀",
    "10.0.0.1",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: fc.constantFrom("a", "b", "A", " ", "資", "1"), maxLength: 12 }),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString()),
);
const rowText = fc.array(word, { maxLength: 8 }).map((words) => words.join(" ").replaceAll("\n", ""));
const corpus = fc.array(rowText, { minLength: 1, maxLength: 60 });

const foldText = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What the index must find: rows that have every term, read one by one. */
function naive(texts: readonly string[], { terms }: TextQuery): number[] {
  return texts.flatMap((text, line) =>
    terms.every((term) => foldText(Buffer.from(text).toString()).includes(foldText(term.text))) ? [line] : [],
  );
}

function search(shard: Shard, query: TextQuery): number[] {
  const wanted = new Set(bucketsFor(shard, query.keys));
  const buckets = new Map(
    shard.buckets.filter(({ number }) => wanted.has(number)).map(({ number, content }) => [number, content]),
  );
  const candidates =
    query.keys.length === 0 ? undefined : candidatesIn(shard, query.keys, { buckets, frequency: new Map() });
  const lines = new Set<number>();
  for (const { firstBlock, content } of shard.chunks)
    readChunk(content).forEach((block, index) => {
      if (candidates && !candidates.includes(firstBlock + index)) return;
      for (const found of findRows(block, query)) lines.add(found.row.line);
    });
  return [...lines].sort((a, b) => a - b);
}

describe("the text index", () => {
  it("finds what reading every row finds: any script, punctuation, digits, case, random bytes", () => {
    fc.assert(
      fc.property(
        corpus,
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (texts, words, isQuoted) => {
          const typed = isQuoted ? `"${words.join(" ")}"` : words.join(" ");
          const query = readQuery(typed);
          const blocks = toBlocks(rowsOf(texts));
          if (!query || blocks.length === 0) return;
          expect(search(toShard(blocks), query)).toEqual(naive(texts, query));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("finds any part of a row, from one character on", () => {
    fc.assert(
      fc.property(
        corpus,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        (texts, which, from, length) => {
          const text = texts[which % texts.length] ?? "";
          const characters = [...text];
          const start = from % Math.max(1, characters.length);
          const part = characters
            .slice(start, start + length)
            .join("")
            .replaceAll(/["\r\n]/g, "");
          const query = readQuery(`"${part}"`);
          const blocks = toBlocks(rowsOf(texts));
          if (!query || blocks.length === 0) return;
          expect(search(toShard(blocks), query)).toEqual(naive(texts, query));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is the same merged of parts as made at once, and without what was deleted", () => {
    const texts = Array.from(
      { length: 900 },
      (_, line) => `line ${line} error 資料庫 ${"x".repeat(line % 90)}`,
    );
    const parts = [texts.slice(0, 3), texts.slice(3, 500), texts.slice(500)];
    let line = 0;
    const shards = parts.map((part) => toShard(toBlocks(part.map((text) => row(text, line++)))));
    const blocks = shards.reduce((sum, shard) => sum + shard.blocks, 0);
    const merged = merge(shards, blocks, () => true);
    expect(merged).toEqual(shardEntries(shards));
    const dead = 1;
    for (const [, postings] of merge(shards, blocks, (block) => block !== dead))
      expect(postings).not.toContain(dead);
  });

  it("cuts a long row so that nothing that can be typed is lost between its parts", () => {
    const long = `${"a".repeat(40_000)}${"資".repeat(20_000)}`;
    const needle = "needle in 資料庫";
    for (const at of [0, 16_370, 16_384 - OVERLAP_BYTES, 16_384, 33_000, 41_000, 59_990]) {
      const text = long.slice(0, at) + needle + long.slice(at);
      const blocks = toBlocks([row(text)]);
      expect(search(toShard(blocks), readQuery(`"${needle}"`) as TextQuery)).toEqual([0]);
    }
    expect(MOST_QUERY * 3).toBeLessThan(OVERLAP_BYTES);
  });

  it("keeps rows with their lines, moments and commands, in chunks", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            line: fc.integer({ min: 0, max: 2 ** 40 }),
            atMs: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
            text: fc
              .string({ unit: "grapheme", minLength: 1, maxLength: 300 })
              .filter((text) => !text.includes("\n")),
            commandAt: fc.constantFrom(-1, 0),
          }),
          { maxLength: 60 },
        ),
        (rows) => {
          const stored = toChunks(toBlocks(rows))
            .flatMap(({ content }) => readChunk(content))
            .flatMap(readRows);
          expect(stored).toEqual(rows);
        },
      ),
    );
  });

  it("takes every row of a screen by itself, and a command where it stands in one", () => {
    const [block] = toBlocks([{ ...row("one\ntwo $ ls\nthree", 7), commandAt: 10 }]);
    expect(block?.rows.map(({ text, line, commandAt }) => [text, line, commandAt])).toEqual([
      ["one", 7, -1],
      ["two $ ls", 7, 6],
      ["three", 7, -1],
    ]);
  });
});

function merge(shards: readonly Shard[], blocks: number, isAlive: (block: number) => boolean) {
  const plan = planMerge(blocks);
  const entries: [number, number[]][] = [];
  for (let step = 0; step < plan.steps; step += 1) {
    let offset = 0;
    const sources = shards.map((shard) => {
      const [from, to] = bucketsOfStep(step, plan.stepBits, shard.bucketBits);
      const buckets = shard.buckets
        .filter(({ number }) => number >= from && number < to)
        .map(({ content }) => content);
      const source = { offset, blocks: shard.blocks, buckets };
      offset += shard.blocks;
      return source;
    });
    for (const { content } of mergeStep({ step, plan }, sources, isAlive))
      for (const [key, postings] of readBucket(content, blocks)) entries.push([key, [...postings]]);
  }
  return entries;
}

function shardEntries(shards: readonly Shard[]): [number, number[]][] {
  const all = new Map<number, number[]>();
  let offset = 0;
  for (const shard of shards) {
    for (const { content } of shard.buckets)
      for (const [key, postings] of readBucket(content, shard.blocks))
        all.set(key, [...(all.get(key) ?? []), ...Array.from(postings, (block) => block + offset)]);
    offset += shard.blocks;
  }
  return [...all].sort(([a], [b]) => a - b);
}

describe("postings", () => {
  const lists = fc
    .uniqueArray(fc.nat({ max: 3_000 }), { minLength: 1 })
    .map((list) => Uint32Array.from(list).sort());

  it("are read as they were written, sparse or dense", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), lists)), (given) => {
        const entries = [...new Map(given)].sort(([a], [b]) => a - b);
        const content = encodeBucket(entries);
        expect([...readBucket(content, 3_001)]).toEqual(entries);
        for (const [key, postings] of entries) expect(findPostings(content, key, 3_001)).toEqual(postings);
        expect(findPostings(content, 12_345.5, 3_001)).toHaveLength(0);
      }),
    );
  });

  it("name no block that the shard has not, whatever stands in the table", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (content) => {
        try {
          for (const [, postings] of readBucket(content, 10))
            for (const block of postings) expect(block).toBeLessThan(10);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  it("have in common what both have", () => {
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        expect([...intersect(a, b)]).toEqual([...a].filter((block) => b.includes(block)));
      }),
    );
  });
});

describe("a query", () => {
  it.each([
    ["error", ["error"]],
    ["rm -rf /var", ["rm", "-rf", "/var"]],
    ['"rm -rf /var" sudo', ["rm -rf /var", "sudo"]],
    ['"status":200', ['"status":200']],
    ['say "hello', ["say", '"hello']],
    ["資料庫", ["資料庫"]],
    ["a a a", ["a"]],
    ['""', ['""']],
  ])("%s looks for %j", (typed, terms) => {
    expect(readQuery(typed)?.terms.map(({ text }) => text)).toEqual(terms);
  });

  it("that names nothing is none; a long one is cut", () => {
    expect(readQuery(" \n\t ")).toBeUndefined();
    expect(readQuery("x".repeat(10_000))?.terms[0]?.text).toHaveLength(MOST_QUERY);
    expect(readQuery("a ".repeat(5_000))?.terms).toHaveLength(1);
  });

  it("has keys from three bytes on: one Chinese character, or three letters", () => {
    expect(readQuery("庫")?.keys).toHaveLength(1);
    expect(readQuery("ls")?.keys).toHaveLength(0);
    expect(readQuery("a b c")?.keys).toHaveLength(0);
    expect(readQuery('"ab cde"')?.keys).toHaveLength(gramsOf(fold(Buffer.from("ab cde"))).length);
    expect(gramsOf(fold(Buffer.from("ab cde")))).toHaveLength(5);
    expect(readQuery("x1y2z3w4".repeat(20))?.keys.length).toBeLessThanOrEqual(16);
  });

  it("of whole words passes over parts of words", () => {
    const texts = ["err", "error", "an err, or two", "stderr", "err_no", "錯誤err"];
    const [block] = toChunks(toBlocks(rowsOf(texts))).flatMap(({ content }) => readChunk(content));
    const query = readQuery("err", { isWholeWords: true });
    if (!block || !query) throw new Error("nothing to search");
    expect(findRows(block, query).map((found) => found.row.text)).toEqual(["an err, or two", "err"]);
    expect(marksIn("err stderr ERR", query)).toEqual([
      [0, 3],
      [11, 14],
    ]);
  });

  it("leaves out what stands only in a command that is found by itself", () => {
    const [block] = toChunks(toBlocks([{ ...row("ana@host $ rm -rf /var"), commandAt: 11 }])).flatMap(
      ({ content }) => readChunk(content),
    );
    const found = (typed: string) =>
      block ? findRows(block, readQuery(typed) as TextQuery, { isCommandSkipped: true }).length : -1;
    expect([found("-rf"), found("host"), found("ana -rf")]).toEqual([0, 1, 1]);
  });
});
