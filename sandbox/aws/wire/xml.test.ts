import { describe, expect, it } from "vitest";
import { toXml } from "./xml";

describe("XML of the query protocols", () => {
  it("nests structures and names list elements by protocol", () => {
    expect(toXml({ A: { B: ["x", { C: 1 }] }, D: undefined, E: true }, "member")).toBe(
      "<A><B><member>x</member><member><C>1</C></member></B></A><E>true</E>",
    );
    expect(toXml({ a: ["x"] }, "item")).toBe("<a><item>x</item></a>");
  });

  it("escapes markup and drops what XML cannot carry", () => {
    expect(toXml({ A: `<b>&"\u0000\u0008\ufffe😀` }, "member")).toBe("<A>&lt;b&gt;&amp;&quot;😀</A>");
  });
});
