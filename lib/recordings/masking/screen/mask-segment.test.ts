import { describe, expect, it } from "vitest";
import { Screen } from "@/lib/terminal-screen/screen";
import type { Segment } from "../../segments/format";
import { firstState, makeSegments } from "../../segments/segmenter";
import { readCorpus } from "../testing/corpus";
import { maskSegment } from "./mask-segment";

/** Each sequence and each character by itself. */
const ESC = "\u001b";
const BETWEEN_SEQUENCES = new RegExp(`(?<=${ESC}[^A-Za-z@]*[A-Za-z@])|(?<!${ESC}[^A-Za-z@]*)(?=[\\s\\S])`);
const SIZE = { cols: 80, rows: 24 };
const bytes = (text: string) => new TextEncoder().encode(text);

/** Segments that end where the parts do, which the recorder's own would only after 64 K characters. */
function segmentsOf(parts: readonly string[], size = SIZE): Segment[] {
  let state = firstState(size);
  return parts.map((part, index) => {
    const item = { kind: "output" as const, bytes: bytes(part) };
    const result = makeSegments(state, [{ ms: index, item }], false);
    state = result.state;
    const [made] = result.made;
    if (!made) throw new Error("no segment");
    return made.segment;
  });
}

function maskAll(segments: readonly Segment[]): Segment[] {
  return segments.map((segment, index) =>
    maskSegment({ before: segments[index - 1], segment, after: segments[index + 1] }),
  );
}

/** All that a segment shows, from its beginning and after each event. */
function screensOf({ screen: start, events }: Segment): string[] {
  const screen = Screen.restore(start);
  const shown = [screen.text().join("\n")];
  for (const [, code, data] of events) {
    if (code === "o") screen.write(data);
    shown.push(screen.text().join("\n"));
  }
  screen.dispose();
  return shown;
}

const shownBy = (segments: readonly Segment[]) => segments.flatMap(screensOf);
const mask = (...parts: string[]) => shownBy(maskAll(segmentsOf(parts)));
const output = (segments: readonly Segment[]) =>
  segments.flatMap(({ events }) => events.map(([, , data]) => data)).join("");

describe("A masked segment", () => {
  it.each(readCorpus("secrets"))("shows nothing of the secret in: $text", ({ text, secrets }) => {
    const [before] = segmentsOf([text.replaceAll("\n", "\r\n")], { cols: 250, rows: 24 });
    const [after] = maskAll(before ? [before] : []);
    const shown = after ? screensOf(after).join("\n") : "";
    const clear = screensOf(before as Segment).join("\n");
    for (const span of secrets) {
      const secret = text.slice(...span).trim();
      expect(clear).toContain(secret);
      expect(shown).not.toContain(secret);
    }
    expect(shown).toContain(text.slice(0, secrets[0]?.[0] ?? 0).split(/[\n\t]/)[0]);
  });

  it.each(readCorpus("harmless"))("is the same with: $text", ({ text }) => {
    const [segment] = segmentsOf([text.replaceAll("\n", "\r\n")]);
    expect(maskSegment({ before: undefined, segment: segment as Segment, after: undefined })).toBe(segment);
  });

  it.each([20, 40, 60])(
    "masks a secret of %s thousand characters to its end, wherever that stands",
    (thousands) => {
      const end = "Zq7vT9xKp2Lm4Wr8";
      const text = `{"password":"${"A1b2".repeat(thousands * 250)}${end}"}`;
      // It stays on the screen, is scrolled away, and is cleared away.
      for (const after of ["", "\r\n".repeat(30), `${ESC}[H${ESC}[2J`])
        for (const parts of [[`${text}${after}`], [text, after || "$ "]]) {
          const shown = segmentsOf(parts);
          expect(screensOf(shown[0] as Segment).join("")).toMatch(after.startsWith(ESC) ? /^/ : /A1b2/);
          const masked = maskAll(shown);
          expect(masked.flatMap(screensOf).join("").replaceAll("\n", "")).not.toContain(end.slice(0, 8));
          expect(output(masked)).not.toContain(end.slice(0, 8));
          expect(output(masked)).toContain('"password":"');
        }
    },
  );

  it("shows what a full-screen program draws behind a long line without an end", () => {
    const json = `{"text":"${"xyz ".repeat(15_000)}"}`;
    const drawn = `${ESC}[?1049h${`${ESC}[H${ESC}[2Jhello\r\nworld`.repeat(200)}`;
    const shown = segmentsOf([`${json}password=Zq7vT9xKp2Lm4Wr8`, drawn]);
    const [, masked] = maskAll(shown);
    expect(masked?.events).toEqual(shown[1]?.events);
  });

  it("masks a secret that is cut at any byte, by segments and by events", () => {
    const text = "$ export PGPASSWORD=hünter2x\r\n$ ";
    const whole = Buffer.from(text);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const items = [whole.subarray(0, cut), whole.subarray(cut)].map((part, index) => ({
        ms: index,
        item: { kind: "output" as const, bytes: Uint8Array.from(part) },
      }));
      const one = makeSegments(firstState(SIZE), items, false).made.map(({ segment }) => segment);
      let state = firstState(SIZE);
      const two = items.flatMap((item) => {
        const result = makeSegments(state, [item], false);
        state = result.state;
        return result.made.map(({ segment }) => segment);
      });
      for (const segments of [one, two]) {
        expect(shownBy(maskAll(segments)).join("\n")).not.toMatch(/h[ü•]|nter|ter2|r2x/);
        expect(shownBy(maskAll(segments)).join("\n")).toContain("$ export PGPASSWORD=••••••••");
      }
    }
  });

  it.each([
    ["colours within it", "password=hun\u001b[31mter2\u001b[0m\r\n"],
    ["keys that were taken back", "password=hunx\b \bter2\r\n"],
    [
      "a cursor that went back to it",
      "password=\u001b[5C2\u001b[6Dhunte\u001b[1C\u001b[3Der\r\npassword=hunter2",
    ],
    ["a carriage return over it", "password=hunter2\rpassword=xyz\u001b[K\r\n"],
    ["erasing of its line", "password=hunter2\u001b[2K\r\n"],
    ["erasing of the screen", "password=hunter2\u001b[2J\u001b[H"],
    ["the other screen", "\u001b[?1049hpassword=hunter2\u001b[?1049l"],
    ["scrolling", `password=hunter2\r\n${"line\r\n".repeat(60)}`],
    ["a repeated character", "password=hunter2\r\npassword=h\u001b[3bunter2"],
    ["characters that were inserted", "password=huer2\u001b[3D\u001b[2@nt\r\n"],
    ["characters that were taken away", "password=hunXXter2\u001b[6D\u001b[2P\r\n"],
    ["columns that are shifted away", "password=hunter2\u001b[12 @\u001b[2J"],
    ["columns that are shifted right", "password=hunter2\u001b[70 A\u001b[2J"],
    ["columns that are taken away", "password=hunter2\r\u001b[12'~\u001b[2J"],
    ["columns that are put in", "password=hunter2\u001b[4D\u001b[75'}\u001b[2J"],
    [
      "a region whose rows scroll away",
      `\u001b[2;4r\u001b[1;72Hpassword=hunter2${"x".repeat(80)}\u001b[4;1H${"\r\nline".repeat(5)}`,
    ],
    ["invisible text", "password=\u001b[8mhunter2\u001b[0m\r\n"],
  ])("masks a secret with %s", (_, text) => {
    for (const parts of [[text], text.split(BETWEEN_SEQUENCES)])
      expect(mask(...parts).join("\n")).not.toMatch(/hun|ter2/);
  });

  it.each([
    ["a name", "password=\u001b[Khunter2\r\u001b[31mlistening\u001b[32m: abc\u001b[K"],
    [
      "a name in the row above",
      "\u001b[72Gpassword=\u001b[A\r\nhunter2\u001b[1;72Hlistening\u001b[2;1Hxyz\u001b[2J",
    ],
  ])("masks a secret of which %s is overwritten first", (_, text) => {
    expect(mask(text).join("\n")).not.toMatch(/hun|ter2/);
    const items = text.split(BETWEEN_SEQUENCES).map((part, index) => ({
      ms: index,
      item: { kind: "output" as const, bytes: bytes(part) },
    }));
    const { made } = makeSegments(firstState(SIZE), items, false);
    const shown = shownBy(maskAll(made.map(({ segment }) => segment)));
    expect(shown.join("\n")).not.toMatch(/hun|ter2/);
  });

  it("is masked as a whole when rows that are one line are overwritten without end", () => {
    const flood = `\u001b[5;5Ha\u001b[5;100Hb`.repeat(3_500);
    const [segment] = maskAll(segmentsOf([`${"xy ".repeat(16_000)}${flood}`], { cols: 480, rows: 100 }));
    expect(output([segment as Segment])).not.toMatch(/x|y/);
  });

  it("reads a character that many others are joined to, of letters of Hangul or emoji", () => {
    for (const chain of ["\u1100".repeat(60_000), `👩${"\u200d👩".repeat(20_000)}`])
      expect(mask(`${chain}\r\npassword=hunter2\r\n`).join("\n")).not.toContain("hunter2");
  });

  it("masks a token that ends with the screen's last column, whatever the next row begins with", () => {
    const token = "AKIAIOSFODNN7EXAMPLE";
    for (const next of ["\r\nand", "\r\nAND9", "\r\n\u001b[2J"])
      expect(mask(`${" ".repeat(60)}${token}${next}`).join("\n")).not.toContain("IOSFODNN7");
    const secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    expect(mask(`${"x".repeat(80)}\r\n${secret}`).join("\n")).not.toContain("ghp_");
  });

  it("masks what the next segment makes a secret, and the screen that this one begins with", () => {
    const segments = maskAll(
      segmentsOf(["first\r\nAuthorization: Bearer abc123DEF", "456ghi789JKL\r\n", "and more\r\n"]),
    );
    expect(shownBy(segments).join("\n")).not.toMatch(/abc1|3DEF|456g|9JKL/);
    expect(shownBy(segments).at(-1)).toContain(`Authorization: Bearer ${"•".repeat(21)}\nand more`);
  });

  it("masks the beginning of a token that only the next segment makes one", () => {
    const segments = maskAll(segmentsOf(["key AKIAIOSF", "ODNN7EXAMPLE\r\n"]));
    expect(shownBy(segments).join("\n")).not.toMatch(/AKIA|ODNN7/);
  });

  it("masks a secret that wraps over rows and scrolls away while it is printed", () => {
    const token = `eyJhbGciOiJIUzI1NiJ9.${"QWxhZGRpbjpvcGVuIHNlc2FtZQ".repeat(120)}.c2lnbmF0dXJl`;
    const shown = shownBy(maskAll(segmentsOf([`x ${token} y\r\n${"line\r\n".repeat(50)}`]))).join("\n");
    expect(shown).not.toMatch(/QWxh|RpbjpvcGVu|c2lnb/);
  });

  it("masks a private key that is longer than the screen", () => {
    const body = Array.from({ length: 50 }, (_, index) => `${index}`.padStart(64, "MIIEowIBAAKCAQEA"));
    const key = ["-----BEGIN RSA PRIVATE KEY-----", ...body, "-----END RSA PRIVATE KEY-----"].join("\r\n");
    const shown = mask(`$ cat key\r\n${key.slice(0, 2_600)}`, `${key.slice(2_600)}\r\n$ `).join("\n");
    expect(shown).not.toContain("MIIE");
    expect(shown).toContain("-----END RSA PRIVATE KEY-----\n$");
  });

  it("masks wide characters, joined ones and emoji by signs of the same width", () => {
    const [segment] = maskAll(segmentsOf(["密碼：天e\u0301👩‍💻氣|after\r\n"]));
    const screen = Screen.restore(segment?.screen);
    for (const [, , data] of segment?.events ?? []) screen.write(data);
    expect(screen.text()[0]).toMatch(/^密碼：＊•＊＊•{6}$/);
    expect(output([segment as Segment])).not.toMatch(/天|氣|\u0301|👩|💻/u);
  });

  it("is masked as a whole when it shows more than can be read", () => {
    const text = `\u001b[Hpassword=hunter2${"x".repeat(800)}${"\u001b[Ha\u001b[10;1Hb".repeat(6_000)}`;
    const shown = mask(text).join("\n");
    expect(shown).not.toContain("hunter2");
  }, 60_000);
});
