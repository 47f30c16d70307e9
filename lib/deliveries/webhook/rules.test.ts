import { expect, it } from "vitest";
import { answerOfStatus } from "./rules";

const at = new Date("2026-03-14T09:26:53Z");

it.each([
  [200, undefined, "delivered", false, undefined],
  [202, "5", "delivered", false, undefined],
  [204, undefined, "delivered", false, undefined],
  [301, undefined, "again", true, undefined],
  [302, undefined, "again", true, undefined],
  [400, undefined, "refused", true, undefined],
  [401, "60", "refused", true, undefined],
  [404, undefined, "refused", true, undefined],
  [410, undefined, "refused", true, undefined],
  [408, undefined, "again", false, undefined],
  [429, "60", "again", false, 60],
  [429, "Sat, 14 Mar 2026 09:27:53 GMT", "again", false, 60],
  [429, "Sat, 14 Mar 2026 09:25:53 GMT", "again", false, undefined],
  [429, "99999999", "again", false, 600],
  [429, "-5", "again", false, undefined],
  [429, "soon", "again", false, undefined],
  [500, undefined, "again", true, undefined],
  [503, "7", "again", false, 7],
  [599, undefined, "again", true, undefined],
] as const)("%i with Retry-After %j is %s", (status, retryAfter, outcome, isChannelDown, afterSeconds) => {
  const answer = answerOfStatus(status, "", { retryAfter, at });
  expect(answer).toEqual({
    ...{ outcome, isChannelDown, text: `HTTP ${status}` },
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
  });
});
