import { createHash } from "node:crypto";
import { z } from "zod";
import type { TrailEntry } from "../../stores/trail";
import { AwsError } from "../../wire/aws-error";
import { operation, type Service } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import { resourcesOf } from "./resources";

const attribute = z.object({
  AttributeKey: z.enum([
    "EventId",
    "EventName",
    "ReadOnly",
    "Username",
    "ResourceType",
    "ResourceName",
    "EventSource",
    "AccessKeyId",
  ]),
  AttributeValue: z.string().min(1).max(2000),
});

const DAY_MS = 24 * 3600_000;

const operations = {
  LookupEvents: operation({
    input: z.object({
      LookupAttributes: z.array(attribute).default([]),
      StartTime: z.number().optional(),
      EndTime: z.number().optional(),
      EventCategory: z.literal("insight").optional(),
      MaxResults: z.int().optional(),
      NextToken: z.string().min(1).optional(),
    }),
    readOnly: true,
    demands: () => [{ action: "cloudtrail:LookupEvents", resource: "*" }],
    run: (input, call) => {
      if (input.LookupAttributes.length > 1) {
        throw new AwsError("InvalidLookupAttributesException", "You can specify only one lookup attribute.");
      }
      const [{ AttributeKey, AttributeValue } = {}] = input.LookupAttributes;
      if (AttributeKey === "ReadOnly" && !/^(true|false)$/i.test(AttributeValue ?? "")) {
        throw new AwsError("InvalidLookupAttributesException", "ReadOnly is either true or false.");
      }
      const size = input.MaxResults ?? 50;
      if (size < 1 || size > 50)
        throw new AwsError("InvalidMaxResultsException", "MaxResults must be between 1 and 50.");
      const from = Math.max((input.StartTime ?? 0) * 1000, call.now - 90 * DAY_MS);
      const to = input.EndTime === undefined ? Number.POSITIVE_INFINITY : input.EndTime * 1000;
      if (from > to)
        throw new AwsError("InvalidTimeRangeException", "The start time must not be after the end time.");
      const entries = call.world.trail.entries
        .filter((entry) => entry.accountId === call.accountId && entry.region === call.region)
        .filter((entry) => entry.eventTime >= from && entry.eventTime <= to)
        .filter((entry) =>
          input.LookupAttributes.every(({ AttributeKey, AttributeValue }) =>
            hasAttribute(entry, AttributeKey, AttributeValue),
          ),
        )
        .reverse();
      const found = input.EventCategory === "insight" ? [] : entries;
      const mark = questionMark(input);
      const token = input.NextToken === undefined ? undefined : tokenOf(input.NextToken, mark);
      const page = pageOf(found, (entry) => entry.eventId, size, token, "InvalidNextTokenException");
      return {
        Events: page.items.map(describeEvent),
        ...(page.nextToken ? { NextToken: `${mark}.${page.nextToken}` } : {}),
      };
    },
  }),
};

export const cloudtrail: Service = {
  name: "cloudtrail",
  protocol: "json",
  eventSource: "cloudtrail.amazonaws.com",
  xmlNamespace: "",
  operations: new Map(Object.entries(operations)),
};

/** A token belongs to the question it was given for. */
function questionMark({ LookupAttributes, StartTime, EndTime, EventCategory }: Question): string {
  const question = JSON.stringify([LookupAttributes, StartTime, EndTime, EventCategory]);
  return createHash("sha256").update(question).digest("base64url").slice(0, 12);
}

interface Question {
  LookupAttributes: unknown;
  StartTime?: number | undefined;
  EndTime?: number | undefined;
  EventCategory?: string | undefined;
}

function tokenOf(token: string, mark: string): string {
  if (token.startsWith(`${mark}.`)) return token.slice(mark.length + 1);
  throw new AwsError(
    "InvalidNextTokenException",
    "The token is not valid, or was given for other parameters than these.",
  );
}

function hasAttribute(
  entry: TrailEntry,
  key: z.infer<typeof attribute>["AttributeKey"],
  value: string,
): boolean {
  switch (key) {
    case "EventId":
      return entry.eventId === value;
    case "EventName":
      return entry.eventName === value;
    case "ReadOnly":
      return String(entry.readOnly) === value.toLowerCase();
    case "Username":
      return entry.username === value;
    case "ResourceType":
      return resourcesOf(entry).some(({ type }) => type === value);
    case "ResourceName":
      return resourcesOf(entry).some(({ name }) => name === value);
    case "EventSource":
      return entry.eventSource === value;
    case "AccessKeyId":
      return entry.accessKeyId === value;
  }
}

function describeEvent(entry: TrailEntry): object {
  return {
    EventId: entry.eventId,
    EventName: entry.eventName,
    ReadOnly: String(entry.readOnly),
    AccessKeyId: entry.accessKeyId,
    EventTime: entry.eventTime / 1000,
    EventSource: entry.eventSource,
    Username: entry.username,
    Resources: resourcesOf(entry).map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(entry.record),
  };
}
