import { expect, it } from "vitest";
import { CLOSE } from "./close-codes";
import { encodeFromBrowser, encodeToBrowser, parseFromBrowser, parseToBrowser } from "./messages";
import { clampSize } from "./size";

it.each([
  [
    { cols: 501, rows: 1 },
    { cols: 500, rows: 2 },
  ],
  [
    { cols: 1, rows: 301 },
    { cols: 2, rows: 300 },
  ],
  [
    { cols: 80, rows: 24 },
    { cols: 80, rows: 24 },
  ],
  [
    { cols: Number.NaN, rows: 1e9 },
    { cols: 80, rows: 300 },
  ],
  [
    { cols: 2.4, rows: Number.POSITIVE_INFINITY },
    { cols: 2, rows: 300 },
  ],
])("a window of %o has a screen of %o", (window, screen) => {
  expect(clampSize(window)).toEqual(screen);
});

it("each close code means one thing", () => {
  const codes = Object.values(CLOSE);
  expect(new Set(codes).size).toBe(codes.length);
});

it.each(["", "null", "[]", '{"type":"fireworks"}', '{"type":"ping","seq":-1,"input":0}', '{"type":"pong"}'])(
  "%s is no message of either side",
  (text) => {
    expect([parseToBrowser(text), parseFromBrowser(text)]).toEqual([undefined, undefined]);
  },
);

it("heartbeats have numbers, and say how much has arrived", () => {
  expect(parseToBrowser('{"type":"ping","seq":3,"input":40}')).toEqual({ type: "ping", seq: 3, input: 40 });
  expect(parseFromBrowser('{"type":"pong","seq":3}')).toEqual({ type: "pong", seq: 3 });
});

it("an opening is told step by step, with how long each took; a step that nobody knows is none", () => {
  const done = { type: "opening", step: "role", ms: 312 } as const;
  expect(parseToBrowser(encodeToBrowser(done))).toEqual(done);
  expect(parseToBrowser('{"type":"opening","step":"lunch","ms":1}')).toBeUndefined();
  expect(parseToBrowser('{"type":"opening","step":"role","ms":-1}')).toBeUndefined();
});

it("a browser's messages have nothing more than they need", () => {
  expect(parseFromBrowser('{"type":"end","then":"rm"}')).toBeUndefined();
});

it("either side reads what the other writes", () => {
  const told = { type: "notice", code: "OUTPUT_GAP", params: { from: 3, to: 4 } } as const;
  expect(parseToBrowser(encodeToBrowser(told))).toEqual(told);
  const said = { type: "resize", cols: 100, rows: 30 } as const;
  expect(parseFromBrowser(encodeFromBrowser(said))).toEqual(said);
});

it("a notice that has no sentence is no notice", () => {
  expect(parseToBrowser('{"type":"notice","code":"FIREWORKS"}')).toBeUndefined();
  expect(parseToBrowser('{"type":"warning","code":"FIREWORKS"}')).toBeUndefined();
});
