import fc from "fast-check";
import { expect, test } from "vitest";
import { type Draft, readDraft, writeDraft } from "./draft";

const AT = Date.parse("2026-03-14T09:26:53Z");
const DAY_MS = 24 * 3_600_000;
const DRAFT: Draft = {
  justification: "Disk full, writes failing",
  incident: "INC-1",
  windowSeconds: 1800,
  windowStart: "first-use",
};

test("gives back what was written", () => {
  expect(readDraft(writeDraft(DRAFT, AT), AT + 1, [900, 1800])).toEqual(DRAFT);
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["a list", "[]"],
  ["another program's", JSON.stringify({ justification: 1, incident: 2 })],
  ["a window that can't be chosen any more", writeDraft({ ...DRAFT, windowSeconds: 7200 }, AT)],
  ["nothing written", writeDraft({ ...DRAFT, justification: "", incident: "" }, AT)],
  ["yesterday's", writeDraft(DRAFT, AT - DAY_MS - 1)],
  ["tomorrow's", writeDraft(DRAFT, AT + 1)],
])("takes %s for no draft", (_, text) => {
  expect(readDraft(text, AT, [900, 1800])).toBeUndefined();
});

test("takes whatever stands there without failing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      readDraft(JSON.stringify(value), AT, [900, 1800]);
    }),
  );
});
