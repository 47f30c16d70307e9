import { describe, expect, it } from "vitest";
import { EchoWatch } from "./echo-watch";

const bytes = (text: string) => Buffer.from(text);

/** A terminal by its moments in milliseconds; the watch ticks ten times a second. */
class Desk {
  readonly watch = new EchoWatch();
  readonly told: unknown[] = [];
  #now = 0;

  until(ms: number, canHear = true): this {
    while (this.#now < ms) {
      this.#now += 100;
      const told = this.watch.tick(this.#now, canHear);
      if (told) this.told.push({ ...told, at: this.#now });
    }
    return this;
  }

  types(text: string): this {
    this.watch.typed(bytes(text), this.#now);
    return this;
  }

  shows(text: string): this {
    this.watch.shown(bytes(text), this.#now);
    return this;
  }
}

describe("input that a node prints", () => {
  it.each([
    ["as a shell does", "ls -la\r", "ls -la\r\nfile\r\n$ "],
    ["with colours between", "cat\r", "\x1b[1mc\x1b[0ma\x1b]0;title\x07t\r\n"],
    ["with what was typed ahead", "資料庫 é\r", "資料庫 é\r\n"],
    [
      "and arrows, Alt and a paste's brackets that nobody prints",
      "\x1b[A\x1bb\x1bOP\x1b[200~ls\x1b[201~\x03\t",
      "ls",
    ],
  ])("%s is not hidden", (_how, typed, shown) => {
    const desk = new Desk().until(100).types(typed).until(400).shows(shown).until(60_000);
    expect([...desk.told, desk.watch.end(60_000)]).toEqual([undefined]);
  });

  it("counts as printed a while later behind much output", () => {
    const desk = new Desk().types("uptime\r");
    for (let ms = 0; ms < 8_000; ms += 100) desk.until(ms).shows("1234567890".repeat(2_000));
    desk.shows("uptime").until(60_000);
    expect(desk.told).toEqual([]);
  });
});

describe("input that a node does not print", () => {
  it("is told with its size and when it was typed, once something is printed again", () => {
    const desk = new Desk().until(1_000).types("hun").until(2_000).types("ter2\r").until(3_000).shows("\r\n");
    desk.until(6_000).types("id\r").until(6_100).shows("id\r\n").until(30_000);
    expect(desk.told).toEqual([{ bytes: 7, fromAgoMs: 5_200, toAgoMs: 4_200, at: 6_200 }]);
  });

  it("is told when nothing else is typed", () => {
    const desk = new Desk().types("hunter2").until(40_000);
    expect(desk.told).toEqual([{ bytes: 7, fromAgoMs: 13_100, toAgoMs: 13_100, at: 13_100 }]);
  });

  it("is told in parts while it goes on", () => {
    const desk = new Desk();
    for (let ms = 0; ms < 70_000; ms += 1_000) desk.until(ms).types("x");
    expect(desk.told.length).toBe(2);
  });

  it("is told when the session ends", () => {
    expect(new Desk().types("hunter2").until(500).watch.end(500)).toEqual({
      ...{ bytes: 7, fromAgoMs: 500, toAgoMs: 500 },
    });
  });

  it("is not hidden by dots that something prints all the time", () => {
    const desk = new Desk().types("hunter2\r");
    for (let ms = 0; ms < 20_000; ms += 100) desk.until(ms).shows(".");
    expect(desk.told).toMatchObject([{ bytes: 7 }]);
  });

  it("is no more than a key or two that a program understands", () => {
    expect(new Desk().types("q").until(40_000).told).toEqual([]);
  });

  it("says nothing while the node is not heard", () => {
    const away = new Desk().types("hunter2").until(60_000, false);
    expect(away.told).toEqual([]);
    expect(away.shows("hunter2").until(90_000).told).toEqual([]);
    const cut = new Desk().types("hunter2");
    cut.watch.forget();
    expect(cut.until(60_000).told).toEqual([]);
  });

  it("is waited for in bounded memory", () => {
    const desk = new Desk().types("x".repeat(1_000_000)).until(60_000);
    expect(desk.told).toMatchObject([{ bytes: 1_000_000 }]);
  });
});
