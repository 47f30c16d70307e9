import { afterAll, beforeAll, expect, it } from "vitest";
import { checkSdk } from "./testing/sdk-conformance.mjs";
import { startTestAccount, type TestAccount } from "./testing/test-account";

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

it("serves the SDK for JavaScript in everything that it answers", async () => {
  const lines: string[] = [];
  const { accessKeyId, secretAccessKey } = account.operator;
  const environment = {
    AWS_ENDPOINT_URL: account.sandbox.endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const { passed } = await checkSdk(environment, (line) => lines.push(line));
  expect(lines.filter((line) => line.startsWith("FAIL"))).toEqual([]);
  expect(passed).toBeGreaterThan(15);
});
