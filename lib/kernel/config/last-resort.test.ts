import { expect, it } from "vitest";
import { accountProblems, accountSchema } from "./account";

const arn = (name: string, id = "111122223333") => `arn:aws:iam::${id}:role/${name}`;
const account = (lastResortRoleArns: Record<string, string>) =>
  accountSchema.parse({
    ...{ accountId: "111122223333", name: "core", regions: ["eu-west-1"], protection: "staging" },
    ...{ brokerRoleArn: arn("B"), targetRoleArn: arn("T"), readerRoleArn: arn("R"), closerRoleArn: arn("C") },
    ...{ externalId: "an external id", documentName: "Halligan-Shell", logGroupName: "/halligan/sessions" },
    lastResortRoleArns,
  });

it.each([
  [{}, []],
  [{ "eu-west-1": arn("HalliganLastResort-eu-west-1") }, []],
  [{ "us-east-1": arn("L") }, ["us-east-1, which is no region of it"]],
  [{ "eu-west-1": arn("L", "444455556666") }, ["no role of 111122223333"]],
  [{ "eu-west-1": arn("T") }, ["the portal itself becomes"]],
])("last-resort roles %j of an account: %j", (roles, expected) => {
  expect(accountProblems([account(roles)], 60)).toEqual(
    expected.map((problem) => expect.stringContaining(problem)),
  );
});
