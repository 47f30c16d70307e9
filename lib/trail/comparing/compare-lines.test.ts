import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type FormLine, lineMaker, STREAMED_LINE_BYTES } from "../agent-form/form-lines";
import type { LogForm } from "../agent-form/known-agents";
import { formOfEvent, readStreamedEvent, TextLog } from "../agent-form/read-log";
import { compareLines } from "./compare-lines";
import type { SourceItem } from "./line-source";

const AT = new Date("2026-03-14T09:26:53Z");
const OWN = { awsSessionId: "ses_1-1", nodeId: "i-1" };

async function* of<T>(...batches: T[][]): AsyncGenerator<T[]> {
  yield* batches;
}

/** Output as the recording has it, in pieces of so many bytes; `null`: missing output. */
function recordedAs(form: LogForm, parts: (string | Uint8Array | null)[], pieceBytes = 1_000): SourceItem[] {
  const maker = lineMaker(form);
  const items: SourceItem[] = [];
  for (const part of parts) {
    if (part === null) {
      maker.skip();
      items.push({ kind: "gap", from: 1, to: 2 });
      continue;
    }
    const bytes = Buffer.from(part);
    for (let from = 0; from < bytes.length; from += pieceBytes)
      items.push(...maker.push(bytes.subarray(from, from + pieceBytes), AT));
  }
  return [...items, ...maker.end()];
}

const logged = (...lines: string[]): FormLine[] =>
  lines.map((text) => ({ text, orElse: null, at: AT, isFinished: true, seam: null }));

const compare = (ours: SourceItem[], theirs: FormLine[]) => compareLines(of(ours), of(theirs));
const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, at) => `line ${from + at}`);
const shell = (lines: string[]) => lines.map((line) => `${line}\r\n`).join("");

describe("a log that is what the agent makes of the recording", () => {
  it("agrees, whatever the pieces in which output came", async () => {
    const output = `$ ls\r\n\u001b[1mbin\u001b[0m\t✓\r\n${"x".repeat(70_000)}\r\n$ exit`;
    const theirs = logged(
      "$ ls",
      "bin \ufffd",
      "x".repeat(33_000),
      "x".repeat(33_000),
      "x".repeat(4_000),
      "$ exit",
    );
    for (const pieceBytes of [1, 7, 1_000, 100_000])
      expect(await compare(recordedAs("streamed", [output], pieceBytes), theirs)).toMatchObject({
        ...{ matched: 6, differenceCount: 0, recordedLines: 6, loggedLines: 6, leftOff: null },
      });
  });

  it("agrees when an event ended inside of a character, or the last line came unfinished", async () => {
    const text = (from: string, seam: number | null): FormLine => ({
      ...{ text: from, orElse: null, at: AT, isFinished: true },
      seam,
    });
    expect(
      await compare(recordedAs("text", ["a€b\r\n$ sleep 10"]), [
        text("a\ufffd\ufffdb", 2),
        text("$ sle", null),
      ]),
    ).toMatchObject({ matched: 2, differenceCount: 0 });
  });

  it("agrees by its letters where nobody has measured what the agent does", async () => {
    expect(await compare(recordedAs("streamed", ["\u001b=one\r\n"]), logged("\u001b=one"))).toMatchObject({
      ...{ matched: 1, looseLines: 1 },
    });
    expect(await compare(recordedAs("streamed", ["\u001b=one\r\n"]), logged("two"))).toMatchObject({
      differenceCount: 1,
    });
  });
});

it("what a database can't keep is one sign on both sides, and what is shown of a line is never half a character", async () => {
  const message = JSON.stringify({ sessionData: ["a\u0000b"] });
  const items = readStreamedEvent({ at: AT, message }, OWN).flatMap((item) =>
    item.kind === "line" ? [item.line] : [],
  );
  expect(await compare(recordedAs("streamed", ["a\u0000b\r\n"]), items)).toMatchObject({ matched: 1 });
  const found = await compare(recordedAs("streamed", ["x\r\n"]), logged(`${"y".repeat(499)}\u{1f600}`));
  expect(found.differences[0]?.logged?.text).not.toMatch(/\p{Cs}/u);
});

describe("a log that is not", () => {
  const output = recordedAs("streamed", [shell(numbered(50))]);
  it.each<[string, string[], object]>([
    ["lacks a line", numbered(50).filter((line) => line !== "line 7"), { kind: "missing", recordedLines: 1 }],
    ["lacks a stretch", [...numbered(9), ...numbered(20, 31)], { kind: "missing", recordedLines: 21 }],
    ["has a line more", [...numbered(9), "rm -rf /", ...numbered(41, 10)], { kind: "added", loggedLines: 1 }],
    ["has another line", numbered(50).map((line) => line.replace("line 9", "line x")), { kind: "changed" }],
    ["has lost its end", numbered(20), { kind: "missing", recordedLines: 30, isTail: true }],
    ["goes on", [...numbered(50), "later", "and later"], { kind: "added", loggedLines: 2, isTail: true }],
    ["is another one", ["a", "b"], { kind: "changed", recordedLines: 50, loggedLines: 2, isTail: true }],
  ])("and %s is found to differ there", async (_, theirs, difference) => {
    const found = await compare(output, logged(...theirs));
    expect(found).toMatchObject({ differenceCount: 1, differences: [difference] });
    expect(found.recordedLines).toBe(50);
    expect(found.loggedLines).toBe(theirs.length);
  });

  it("names the first line that differs, with both texts and its number", async () => {
    const found = await compare(output, logged(...numbered(50).with(8, "line X")));
    expect(found.differences[0]).toMatchObject({
      recorded: { number: 9, text: "line 9", at: AT },
      logged: { number: 9, text: "line X", at: AT },
    });
  });

  it("is left off after many differences, and says so", async () => {
    const theirs = numbered(2_000).map((line, at) => (at % 8 === 0 ? "altered" : line));
    const found = await compare(recordedAs("streamed", [shell(numbered(2_000))]), logged(...theirs));
    expect(found).toMatchObject({ differenceCount: 100, leftOff: "lost", loggedLines: 2_000 });
    expect(found.differences).toHaveLength(20);
  });
});

describe("output that is missing from the recording", () => {
  it("is filled from the log, and what comes after it is compared again", async () => {
    const parts = [shell(numbered(10)), "line 11 and ha", null, "lf of 19\r\n", shell(numbered(10, 20))];
    const found = await compare(recordedAs("streamed", parts), logged(...numbered(29)));
    expect(found).toMatchObject({ matched: 20, filledLines: 9, differenceCount: 0, leftOff: null });
    const [filled] = found.filled;
    expect(filled).toMatchObject({ lineCount: 9 });
    expect(filled?.lines.map(({ number, text }) => `${number} ${text}`)).toEqual(
      numbered(9, 11).map((line, at) => `${at + 11} ${line}`),
    );
  });

  it("at the end takes whatever the log has", async () => {
    const found = await compare(recordedAs("streamed", [shell(numbered(3)), null]), logged(...numbered(9)));
    expect(found).toMatchObject({ matched: 3, filledLines: 6, differenceCount: 0 });
    expect(found.filled).toMatchObject([{ lineCount: 6, lines: numbered(6, 4).map((text) => ({ text })) }]);
  });

  it("is kept with a bounded number of lines, however much the log has", async () => {
    const found = await compare(
      recordedAs("streamed", [shell(numbered(3)), null]),
      logged(...numbered(9_003)),
    );
    expect(found).toMatchObject({ filledLines: 9_000, filled: [{ lineCount: 9_000 }] });
    expect(found.filled[0]?.lines).toHaveLength(500);
  });

  it("with nothing found after it leaves the comparison off", async () => {
    const parts = [shell(numbered(3)), null, "x\r\n", shell(["other", "words", "here"])];
    const found = await compare(recordedAs("streamed", parts), logged(...numbered(9)));
    expect(found).toMatchObject({ matched: 3, leftOff: "gap", differenceCount: 0 });
  });
});

it("one changed line among many, all alike, is found and the rest agrees", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<string>("", "$ ", "ok", "the same", "a line"), {
        minLength: 4,
        maxLength: 60,
      }),
      fc.nat(),
      async (lines, where) => {
        const at = where % lines.length;
        const found = await compare(
          recordedAs("streamed", [shell(lines)]),
          logged(...lines.with(at, "ALTERED")),
        );
        expect(found.differenceCount).toBe(1);
        expect(found.differences[0]?.logged?.text).toBe("ALTERED");
      },
    ),
    { numRuns: 200 },
  );
});

describe("what the real agent wrote", () => {
  const put = z.object({ logEvents: z.array(z.object({ message: z.string() })) });
  const events = (name: string) =>
    readFileSync(`fixtures/agent-log/${name}`, "utf8")
      .trim()
      .split("\n")
      .flatMap((line) => put.parse(JSON.parse(line)).logEvents.map(({ message }) => ({ at: AT, message })));
  const object = readFileSync("fixtures/agent-log/s3-session.log");

  it("at the end, in S3 and in CloudWatch Logs, agrees with what its terminal had printed", async () => {
    // What `script` replayed has one carriage return more.
    const body = object
      .toString("latin1")
      .replace(/^Script started[^\n]*\n/, "")
      .replace(/\nScript done[^\n]*\n$/, "");
    const printed = Buffer.from(body.replaceAll("\r\r\n", "\r\n"), "latin1");
    const inObject = new TextLog();
    const objectLines = [
      ...inObject.push(object.subarray(0, 101), AT),
      ...inObject.push(object.subarray(101), AT),
    ];
    expect(await compare(recordedAs("object", [printed]), [...objectLines, ...inObject.end()])).toMatchObject(
      {
        ...{ matched: 10, differenceCount: 0 },
      },
    );
    expect(inObject.isWhole).toBe(true);

    const inLogs = new TextLog();
    const [first] = events("nonstreaming-put-log-events.jsonl");
    expect(formOfEvent(first?.message ?? "")).toBe("text");
    const lines = events("nonstreaming-put-log-events.jsonl").flatMap((event) => inLogs.pushEvent(event));
    expect(await compare(recordedAs("text", [printed]), [...lines, ...inLogs.end()])).toMatchObject({
      ...{ matched: 10, differenceCount: 0 },
    });
  });

  it("while the session ran is read as lines of that session, and of no other", () => {
    const streamed = events("streaming-put-log-events.jsonl");
    expect(formOfEvent(streamed[0]?.message ?? "")).toBe("streamed");
    const own = { awsSessionId: "alice-1507484595b688bff", nodeId: "i-0123456789abcdef0" };
    const items = streamed.flatMap((event) => readStreamedEvent(event, own));
    expect(items.every(({ kind }) => kind === "line")).toBe(true);
    expect(items.length).toBeGreaterThan(10);
    const others = streamed.flatMap((event) => readStreamedEvent(event, OWN));
    expect(others.every(({ kind }) => kind === "foreign")).toBe(true);
    expect(readStreamedEvent({ at: AT, message: "{truncated" }, OWN)).toMatchObject([{ kind: "unreadable" }]);
  });
});

it("a line of a hundred megabytes and a hundred thousand lines are compared in parts", async () => {
  const maker = lineMaker("streamed");
  const piece = new Uint8Array(1 << 20).fill(0x78);
  let most = 0;
  async function* endless(): AsyncGenerator<FormLine[]> {
    for (let count = 0; count < 100; count += 1) {
      const lines = maker.push(piece, AT);
      most = Math.max(most, lines.length);
      yield lines;
    }
    yield maker.end();
  }
  async function* theirs(): AsyncGenerator<FormLine[]> {
    const whole = Math.floor((100 * piece.length) / STREAMED_LINE_BYTES);
    for (let count = 0; count < whole; count += 1) yield logged("x".repeat(STREAMED_LINE_BYTES));
    yield logged("x".repeat((100 * piece.length) % STREAMED_LINE_BYTES));
  }
  expect(await compareLines(endless(), theirs())).toMatchObject({ differenceCount: 0, leftOff: null });
  expect(most).toBeLessThan(40);
  const many = numbered(100_000);
  const found = await compare(
    recordedAs("streamed", [shell(many)], 65_536),
    logged(...many.toSpliced(5_000, 30_000)),
  );
  expect(found).toMatchObject({ recordedLines: 100_000, loggedLines: 70_000 });
});
