import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";

const mutants = JSON.parse(readFileSync(inCheckout("tools", "checks", "mutants.json"), "utf8")) as {
  file: string;
  replace: string;
  test: string;
}[];

it.each(mutants)("$file still has what a mutant takes away: $replace", ({ file, replace, test }) => {
  expect(readFileSync(inCheckout(file), "utf8").split(replace)).toHaveLength(2);
  expect(existsSync(inCheckout(test))).toBe(true);
});
