import { expect, it } from "vitest";
import { ownerName } from "./owner-name";

it.each([
  ["arn:aws:sts::111122223333:assumed-role/Admin/mallory", "mallory (Admin)"],
  ["arn:aws:iam::111122223333:user/operator", "operator"],
  ["arn:aws-cn:iam::111122223333:user/ops/on-call/operator", "operator"],
  ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root"],
  ["arn:aws:sts::111122223333:assumed-role/aws-reserved/sso/Admin/x", "x (aws-reserved/sso/Admin)"],
  ["", ""],
])("%s is %s", (arn, name) => {
  expect(ownerName(arn)).toBe(name);
});
