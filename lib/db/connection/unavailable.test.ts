import { expect, it } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { translate } from "./unavailable";

const withCode = (code: string, more: object = {}) => Object.assign(new Error("failed"), { code, ...more });

it.each([
  ["a refused connection", withCode("ECONNREFUSED")],
  ["a host without an address", withCode("EAI_AGAIN")],
  ["a broken pipe", withCode("EPIPE")],
  ["a shutdown by the administrator", withCode("57P01")],
  ["a server that starts", withCode("57P03")],
  ["too many connections", withCode("53300")],
  ["a standby after a failover", withCode("25006")],
  ["any connection exception", withCode("08006")],
  ["Prisma without a connection", withCode("P1001")],
  ["Prisma without a transaction", withCode("P2028")],
  [
    "Prisma's adapter inside a raw query",
    withCode("P2010", { meta: { driverAdapterError: { cause: { originalCode: "57P01" } } } }),
  ],
  [
    "Prisma's adapter by kind",
    Object.assign(new Error("DriverAdapterError"), { cause: { kind: "ConnectionClosed" } }),
  ],
  ["the driver's end of a connection", new Error("Connection terminated unexpectedly")],
  ["the driver's time limit for connecting", new Error("timeout exceeded when trying to connect")],
  ["the driver's time limit for a query", new Error("Query read timeout")],
])("says DATABASE_UNAVAILABLE for %s, with the cause", (_name, error) => {
  expect(translate(error)).toMatchObject({ code: "DATABASE_UNAVAILABLE", cause: error });
});

it.each([
  ["a duplicate", withCode("P2002")],
  ["a breach of the protocol", withCode("08P01")],
  [
    "a refused right",
    withCode("P2010", { meta: { driverAdapterError: { cause: { originalCode: "42501" } } } }),
  ],
  ["a mistake of ours", new TypeError("undefined is not a function")],
  ["what is in our words already", new AppError("NOT_DURABLE", "not written", { cause: withCode("57P01") })],
  ["nothing", undefined],
])("leaves %s as it is", (_name, error) => {
  expect(translate(error)).toBe(error);
});
