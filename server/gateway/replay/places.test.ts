import { describe, expect, it } from "vitest";
import { Places } from "./places";

describe("Places", () => {
  it("are given to so many at once, and again when one was given back, which counts once", () => {
    const places = new Places(2);
    const leave = places.enter();
    expect(places.enter()).toBeDefined();
    expect(places.enter()).toBeUndefined();
    leave?.();
    leave?.();
    expect(places.enter()).toBeDefined();
    expect(places.enter()).toBeUndefined();
  });

  it("are not all given to one person", () => {
    const places = new Places(3, 2);
    const leave = places.enter("cleo");
    places.enter("cleo");
    expect(places.enter("cleo")).toBeUndefined();
    expect(places.enter("ben")).toBeDefined();
    expect(places.enter("dov")).toBeUndefined();
    leave?.();
    expect(places.enter("dov")).toBeDefined();
  });
});
