import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openJournal } from "./journal";

describe("a journal", () => {
  let folder: string;
  let file: string;
  const open = () =>
    openJournal(file, (raw) => z.object({ n: z.number(), text: z.string().optional() }).parse(raw));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal-"));
    file = join(folder, "entries.jsonl");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("finds what was appended, in order, and only its owner can read it", () => {
    const first = open();
    first.append({ n: 1 });
    first.append({ n: 2, text: "two lines\nin one, 你好" }, { durable: true });
    first.close();
    expect(open().found).toEqual([{ n: 1 }, { n: 2, text: "two lines\nin one, 你好" }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("drops a torn last line and goes on behind what is whole", () => {
    const first = open();
    first.append({ n: 1 });
    first.close();
    appendFileSync(file, '{"n":2,"te');
    const second = open();
    expect(second.found).toEqual([{ n: 1 }]);
    second.append({ n: 3 });
    second.close();
    expect(open().found).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it("does not start on a broken line in the middle", () => {
    appendFileSync(file, '{"n":1}\nrubbish\n{"n":2}\n');
    expect(open).toThrow();
  });

  it("is replaced as a whole by compaction and can be appended to afterwards", () => {
    const first = open();
    for (let n = 0; n < 10; n += 1) first.append({ n });
    first.compact([{ n: 8 }, { n: 9 }]);
    first.append({ n: 10 });
    first.close();
    expect(readFileSync(file, "utf8")).toBe('{"n":8}\n{"n":9}\n{"n":10}\n');
    expect(existsSync(`${file}.next`)).toBe(false);
  });
});
