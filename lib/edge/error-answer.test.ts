import { expect, it } from "vitest";
import { AppError, ERROR_CODES } from "@/lib/kernel/errors";
import { inRequestScope, type RequestScope } from "@/lib/kernel/log/request-scope";
import { answerTo } from "./error-answer";
import { statusOf } from "./status";

it.each(ERROR_CODES)("%s is a refusal or a failure", (code) => {
  expect(statusOf(code)).toBeGreaterThanOrEqual(400);
  expect(statusOf(code)).toBeLessThan(600);
});

it("says code, parameters and request id, and leaves the reason for the request's line", () => {
  const scope: RequestScope = { requestId: "id-1", address: "203.0.113.7" };
  const error = new AppError("WINDOW_TOO_LONG", "an hour too much", { params: { longestSeconds: 5 } });
  expect(inRequestScope(scope, () => answerTo(error, { requestId: "id-1" }))).toEqual({
    status: 400,
    body: { error: { code: "WINDOW_TOO_LONG", params: { longestSeconds: 5 }, requestId: "id-1" } },
  });
  expect(scope.refusal).toEqual({ code: "WINDOW_TOO_LONG", reason: "an hour too much" });
});

it("tells nothing about what nobody expected", () => {
  expect(answerTo(new Error("password=hunter2 in row 7"), { requestId: "id-2", path: "/x" })).toEqual({
    status: 500,
    body: { error: { code: "INTERNAL", params: {}, requestId: "id-2" } },
  });
});
