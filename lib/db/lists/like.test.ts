import { describe, expect, it } from "vitest";
import { wordsOf } from "./like";

describe("the words of a search", () => {
  it("are each once, whatever stands between them", () => {
    expect(wordsOf(" disk  full\tdisk ")).toEqual(["disk", "full"]);
    expect(wordsOf(undefined)).toEqual([]);
  });

  it("are twelve conditions at most: the rest is one text", () => {
    const words = Array.from({ length: 100 }, (_one, index) => `w${index}`);
    expect(wordsOf(words.slice(0, 12).join(" "))).toEqual(words.slice(0, 12));
    expect(wordsOf(words.join(" "))).toEqual([...words.slice(0, 11), words.slice(11).join(" ")]);
  });
});
