import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { browserName } from "./browser-name";

describe("a browser's name", () => {
  it.each([
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36",
      "Chrome, Linux",
    ],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
      "Safari, macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1",
      "Safari, iOS",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/147.0.0.0 Safari/537.36 Edg/147.0",
      "Edge, Windows",
    ],
    ["curl/8.1", ""],
    [undefined, ""],
  ])("of %s is %s", (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });

  it("never has a word of the header's in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (junk) => {
        expect(browserName(`${junk} Chrome/1 ${junk}`)).toMatch(/^[A-Za-z]+(, [A-Za-z]+)?$/);
      }),
    );
  });
});
