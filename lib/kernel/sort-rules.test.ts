import { describe, expect, it } from "vitest";
import { columnOf, firstSort, readSort, turned, wayOf } from "./sort-rules";

const COLUMNS = { name: "ascending", started: "descending" } as const;
const read = (sort?: string) => readSort(COLUMNS, "name", () => sort);

describe("the order of a list", () => {
  it.each(["name", "-name", "started", "-started"])("is read from the address: %s", (sort) => {
    expect(read(sort)).toEqual({ sort, wrong: [] });
  });

  it("is the usual one where the address says nothing", () => {
    expect(read()).toEqual({ sort: "name", wrong: [] });
  });

  it.each([
    "x'",
    "name'",
    "--name",
    "-",
    "Name",
    "name,started",
    "-name;drop table nodes",
    "constructor",
    "__proto__",
  ])("is the usual one, and said to be wrong, for %j", (sort) => {
    expect(read(sort)).toEqual({ sort: "name", wrong: ["sort"] });
  });

  it("names a column and a way, begins as the column does, and turns around", () => {
    expect([columnOf("-started"), wayOf("-started")]).toEqual(["started", "descending"]);
    expect([firstSort(COLUMNS, "started"), firstSort(COLUMNS, "name")]).toEqual(["-started", "name"]);
    expect([turned("-started"), turned("started")]).toEqual(["started", "-started"]);
  });
});
