import { describe, expect, it } from "vitest";
import { fromDay, readFilters, untilDay } from "./list-query";

describe("a day in an address", () => {
  const read = (day: string) => readFilters({ from: fromDay, until: untilDay }, () => day);

  it("is the whole of it", () => {
    expect(read("2028-02-29")).toEqual({
      given: { from: new Date("2028-02-29T00:00:00.000Z"), until: new Date("2028-03-01T00:00:00.000Z") },
      wrong: [],
    });
  });

  it.each([
    "2026-02-29",
    "2026-02-30",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "0000-01-01",
    "99999-01-01",
    "2026-1-1",
  ])("is not understood where the calendar has none: %s", (day) => {
    expect(read(day)).toEqual({ given: {}, wrong: ["from", "until"] });
  });
});
