import { describe, expect, it } from "vitest";
import { parseForm } from "./form";

describe("the form of the query protocols", () => {
  it("reads structures and both forms of lists", () => {
    const query =
      "Action=X&Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c&Filter.1.Name=tag:Env&Filter.1.Value.1=p";
    expect(parseForm(query)).toEqual({
      Action: "X",
      Tags: [{ Key: "a", Value: "b" }, { Key: "c" }],
      Filter: [{ Name: "tag:Env", Value: ["p"] }],
    });
  });

  it("orders lists by number, not by text or arrival", () => {
    const query = [...Array(11).keys()].reverse().map((n) => `L.${n + 1}=${n + 1}`);
    expect(parseForm(query.join("&")).L).toEqual([...Array(11).keys()].map((n) => String(n + 1)));
  });

  it("gives names from the request no way to a prototype", () => {
    const parsed = parseForm("__proto__.polluted=1&constructor.prototype.polluted=1");
    expect(Object.getPrototypeOf(parsed)).toBeNull();
    expect("polluted" in {}).toBe(false);
  });
});
