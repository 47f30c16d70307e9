import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type KeptDraft, putDraft, readDrafts, withoutDraft } from "./draft";

const AT = Date.parse("2026-03-14T09:26:53Z");
const DAY_MS = 24 * 3_600_000;
const DRAFT: KeptDraft = {
  address: "/requests/new?node=i-1",
  where: "payments-api-2",
  justification: "Disk full, writes failing",
  incident: "INC-1",
  windowSeconds: 1800,
  windowStart: "first-use",
  at: AT,
};
const read = (drafts: unknown) => readDrafts(JSON.stringify(drafts), AT, [900, 1800]);
const elsewhere = { ...DRAFT, address: "/requests/new?node=i-2", where: "search-1", at: AT - 1 };

describe("drafts", () => {
  it("come back as they were written, each with what it was written for", () => {
    expect(read(putDraft([elsewhere], DRAFT))).toEqual([DRAFT, elsewhere]);
  });

  it("replace what was written for the same place, and nothing else", () => {
    const changed = { ...DRAFT, justification: "Disk full" };
    expect(putDraft([elsewhere, DRAFT], changed)).toEqual([changed, elsewhere]);
    expect(withoutDraft([elsewhere, DRAFT], DRAFT.address)).toEqual([elsewhere]);
  });

  it("without a word are none", () => {
    expect(putDraft([DRAFT, elsewhere], { ...DRAFT, justification: "", incident: "" })).toEqual([elsewhere]);
  });

  it("are five at most, the oldest go", () => {
    const many = [1, 2, 3, 4, 5, 6].reduce<KeptDraft[]>(
      (kept, number) => putDraft(kept, { ...DRAFT, address: `/requests/new?node=i-${number}` }),
      [],
    );
    expect(many.map(({ address }) => address.slice(-1))).toEqual(["6", "5", "4", "3", "2"]);
  });
});

it.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["no list", JSON.stringify(DRAFT)],
  ["another program's", JSON.stringify([{ justification: 1, incident: 2 }])],
  ["one that says not what it is for", JSON.stringify([{ ...DRAFT, address: undefined }])],
  ["a window that can't be chosen any more", JSON.stringify([{ ...DRAFT, windowSeconds: 7200 }])],
  ["nothing written", JSON.stringify([{ ...DRAFT, justification: "", incident: "" }])],
  ["yesterday's", JSON.stringify([{ ...DRAFT, at: AT - DAY_MS - 1 }])],
  ["tomorrow's", JSON.stringify([{ ...DRAFT, at: AT + 1 }])],
])("takes %s for no draft", (_, text) => {
  expect(readDrafts(text, AT, [900, 1800])).toEqual([]);
});

it("takes whatever stands there without failing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      read(value);
    }),
  );
});
