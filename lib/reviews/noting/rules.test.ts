import { describe, expect, it } from "vitest";
import { MOST_NOTES, mayNote, mayWithdraw, mentionedIn, NOTE_LIMITS } from "./rules";

const cleo = { id: "per_cleo", roles: ["reviewer"] } as const;
const session = { excludedIds: ["per_ana"], mostMs: 60_000, isDeleted: false, noteCount: 0 } as const;
const note = { fromMs: 1_000, toMs: 1_000, text: "Why this?" } as const;

describe("a note on a recording", () => {
  it.each([
    ["by a reviewer on a moment", {}, {}, true],
    ["on a stretch", {}, { toMs: 60_000 }, true],
    ["on its last moment, which goes on", {}, { fromMs: 65_000, toMs: 65_000 }, true],
    ["as the last one that there is room for", { noteCount: MOST_NOTES - 1 }, {}, true],
    ["as long as it may be", {}, { text: "x".repeat(NOTE_LIMITS.max) }, true],
    ["of one Han character", {}, { text: "咦" }, true],
    ["of one's own session", { excludedIds: ["per_cleo"] }, {}, "REVIEW_OWN"],
    ["on a recording that was deleted", { isDeleted: true }, {}, "RECORDING_DELETED"],
    ["on a session without a recording", { mostMs: null }, {}, "RECORDING_MISSING"],
    ["of nothing that can be seen", {}, { text: "\u200b\u200b\u200b" }, "INVALID_INPUT"],
    ["that is too long", {}, { text: "x".repeat(NOTE_LIMITS.max + 1) }, "INVALID_INPUT"],
    ["before the beginning", {}, { fromMs: -1 }, "INVALID_INPUT"],
    ["that ends before it begins", {}, { toMs: 999 }, "INVALID_INPUT"],
    ["beyond the end", {}, { toMs: 65_001 }, "INVALID_INPUT"],
    ["on no moment", {}, { fromMs: Number.NaN }, "INVALID_INPUT"],
    ["that is one too many", { noteCount: MOST_NOTES }, {}, "TOO_MANY_NOTES"],
  ] as const)("%s: %j %j is %s", (_, about, words, expected) => {
    const may = mayNote(cleo, { ...session, ...about }, { ...note, ...words });
    expect(may.ok || may.code).toBe(expected);
  });

  it("is written by reviewers alone", () => {
    for (const role of ["engineer", "approver", "administrator"] as const)
      expect(mayNote({ id: "per_fay", roles: [role] }, session, note)).toMatchObject({
        code: "ROLE_MISSING",
      });
  });

  it("is withdrawn by its author, once", () => {
    const mine = { authorId: "per_cleo", withdrawnAt: null };
    expect(mayWithdraw(cleo, mine).ok).toBe(true);
    expect(mayWithdraw(cleo, { ...mine, authorId: "per_hal" })).toMatchObject({ code: "NOTE_NOT_OWN" });
    expect(mayWithdraw(cleo, { ...mine, withdrawnAt: new Date() })).toMatchObject({ code: "NOTE_WITHDRAWN" });
  });
});

describe("who is named in a text", () => {
  const people = ["Ben Okafor", "Ben", "Ben Okafor-Lee", "王小明", "İpek", "O(ops", "", "Ben Okafor"].map(
    (name, index) => ({ id: String(index), name }),
  );
  it.each([
    ["@Ben look", ["1"]],
    ["@ben okafor, see above", ["0", "7"]],
    ["is that (@Ben Okafor-Lee)?", ["2"]],
    ["@Benjamin is somebody else", []],
    ["mail ben@Ben or x.@Ben", []],
    ["請 @王小明 看一下", ["3"]],
    ["請@王小明看一下", ["3"]],
    ["@İpek and @Ben", ["4", "1"]],
    ["@O(ops", ["5"]],
    ["@ @@ @", []],
    ["@Ben\n@Ben", ["1"]],
  ])("%j: %j", (text, ids) => {
    expect(
      mentionedIn(text, people)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
  });
});
