import { describe, expect, it } from "vitest";
import { addressOfMoment, clockText, momentOf } from "./moment";

describe("a moment in an address", () => {
  it.each([
    ["?t=83", "", 83],
    ["?t=83.5", "", 83.5],
    ["?t=1:23", "", 83],
    ["?t=1:02:03", "", 3723],
    ["", "#t=83", 83],
    ["?t=5", "#t=83", 83],
    ["?t=83", "#t=nonsense", 83],
    ["?t=-5", "", undefined],
    ["?t=1e9", "", undefined],
    ["?t=99999999", "", undefined],
    ["", "#transcript", undefined],
  ])("%s%s is second %s", (search, hash, seconds) => {
    expect(momentOf({ search, hash })).toBe(seconds);
  });

  it("is written so that it is found again, beside what else the address says", () => {
    const address = new URL(addressOfMoment("https://halligan.test/sessions/ses_1?tab=trail#x", 83.4499));
    expect(address.href).toBe("https://halligan.test/sessions/ses_1?tab=trail&t=83.4");
    expect(momentOf(address)).toBe(83.4);
  });

  it.each([
    [7.9, "0:07"],
    [754, "12:34"],
    [3723, "1:02:03"],
    [-1, "0:00"],
  ])("at %d seconds reads %s", (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });
});
