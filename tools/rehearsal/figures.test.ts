import { expect, it } from "vitest";
import { type Figures, growth, inWords } from "./figures";

const BEFORE: Figures = {
  connections: { gateway_login: 5, jobs_login: 6 },
  descriptors: { "gateway-1": 30 },
  megabytes: { "gateway-1": 150 },
};

it("finds nothing where only what comes and goes has come", () => {
  const after = {
    ...BEFORE,
    connections: { gateway_login: 8, jobs_login: 2 },
    megabytes: { "gateway-1": 260 },
  };
  expect(growth(BEFORE, after)).toEqual([]);
});

it("names what an outage has left behind, and of whom", () => {
  const after = {
    connections: { gateway_login: 64, jobs_login: 6 },
    descriptors: { "gateway-1": 95 },
    megabytes: { "gateway-1": 542 },
  };
  expect(growth(BEFORE, after)).toEqual([
    "connections of gateway_login: 5 before, 64 after",
    "descriptors of gateway-1: 30 before, 95 after",
    "megabytes of gateway-1: 150 before, 542 after",
  ]);
});

it("sums up for a person", () => {
  expect(inWords(BEFORE)).toBe("11 connections, 30 descriptors, 150 MB");
});
