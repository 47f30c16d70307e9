import { expect, expectStatus, test } from "../world/fixtures";

test("in production there is no page of parts: /design is answered with 404", async ({ as }) => {
  const dov = await as("dov");
  expectStatus(dov, 404);
  const answer = await dov.goto("/design");
  expect(answer?.status()).toBe(404);
});
