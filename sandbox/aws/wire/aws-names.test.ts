import { expect, it } from "vitest";
import { isAwsName } from "./aws-names";

it.each(["sts.eu-west-1.amazonaws.com", "ssmmessages.us-gov-west-1.amazonaws.com", "iam.amazonaws.com"])(
  "%s is a name of AWS's",
  (host) => expect(isAwsName(host)).toBe(true),
);

it.each([
  "amazonaws.com",
  "mine.s3.eu-west-1.amazonaws.com",
  "mine.s3-website-eu-west-1.amazonaws.com",
  "ec2-203-0-113-1.eu-west-1.compute.amazonaws.com",
  "sts.eu-west-1.amazonaws.com.example.com",
  "sts.eu-west-1.amazonaws.com:4600",
  "",
])("%s is none: a page of somebody else's may come from there", (host) =>
  expect(isAwsName(host)).toBe(false),
);
