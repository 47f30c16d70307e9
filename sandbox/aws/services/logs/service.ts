import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { existing, type LogGroup, type LogStream } from "../../stores/log-store";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation, type Service } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import { groupArn, groupDemand, groupName, streamDemand, streamName } from "./names";
import { checkBatch, logEvents } from "./put";
import { logReadOperations } from "./read";

const operations = {
  CreateLogGroup: operation({
    input: z.object({ logGroupName: groupName }),
    readOnly: false,
    demands: (input, call): Demand[] => [groupDemand("logs:CreateLogGroup", input.logGroupName, call)],
    run: (input, call) => {
      call.world.logs.createLogGroup(call.accountId, call.region, input.logGroupName);
      return {};
    },
  }),

  CreateLogStream: operation({
    input: z.object({ logGroupName: groupName, logStreamName: streamName }),
    readOnly: false,
    demands: (input, call) => [
      streamDemand("logs:CreateLogStream", input.logGroupName, input.logStreamName, call),
    ],
    run: (input, call) => {
      call.world.logs.createLogStream(call.accountId, call.region, input.logGroupName, input.logStreamName);
      return {};
    },
  }),

  DeleteLogStream: operation({
    input: z.object({ logGroupName: groupName, logStreamName: streamName }),
    readOnly: false,
    demands: (input, call) => [
      streamDemand("logs:DeleteLogStream", input.logGroupName, input.logStreamName, call),
    ],
    run: (input, call) => {
      call.world.logs.deleteLogStream(call.accountId, call.region, input.logGroupName, input.logStreamName);
      return {};
    },
  }),

  PutLogEvents: operation({
    input: z.object({
      logGroupName: groupName,
      logStreamName: streamName,
      logEvents,
      sequenceToken: z.string().optional(),
    }),
    readOnly: false,
    demands: (input, call) => [
      streamDemand("logs:PutLogEvents", input.logGroupName, input.logStreamName, call),
    ],
    run: (input, call) => {
      const { accepted, rejectedLogEventsInfo } = checkBatch(input.logEvents, call.now);
      call.world.logs.putLogEvents(
        call.accountId,
        call.region,
        input.logGroupName,
        input.logStreamName,
        accepted,
      );
      return {
        // Obsolete since 2023, but still answered.
        nextSequenceToken: String(call.now).padStart(56, "4"),
        ...(rejectedLogEventsInfo ? { rejectedLogEventsInfo } : {}),
      };
    },
    // The events themselves are data, not part of a management record.
    trail: { request: ({ logGroupName, logStreamName }) => ({ logGroupName, logStreamName }) },
  }),

  DescribeLogGroups: operation({
    input: z.object({
      logGroupNamePrefix: groupName.optional(),
      logGroupNamePattern: z.string().max(512).optional(),
      limit: z.int().min(1).max(50).default(50),
      nextToken: z.string().min(1).optional(),
    }),
    readOnly: true,
    demands: () => [{ action: "logs:DescribeLogGroups", resource: "*" }],
    run: (input, call) => {
      if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
        throw new AwsError(
          "InvalidParameterException",
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        );
      }
      const pattern = input.logGroupNamePattern?.toLowerCase();
      const groups = call.world.logs
        .groups(call.accountId, call.region)
        .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? ""))
        .filter((group) => pattern === undefined || group.name.toLowerCase().includes(pattern))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const page = pageOf(
        groups,
        (group) => group.name,
        input.limit,
        input.nextToken,
        "InvalidParameterException",
      );
      return {
        logGroups: page.items.map(describeGroup),
        ...(page.nextToken ? { nextToken: page.nextToken } : {}),
      };
    },
  }),

  DescribeLogStreams: operation({
    input: z.object({
      logGroupName: groupName,
      logStreamNamePrefix: streamName.optional(),
      orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
      descending: z.boolean().default(false),
      limit: z.int().min(1).max(50).default(50),
      nextToken: z.string().min(1).optional(),
    }),
    readOnly: true,
    demands: (input, call) => [groupDemand("logs:DescribeLogStreams", input.logGroupName, call)],
    run: (input, call) => {
      if (input.orderBy === "LastEventTime" && input.logStreamNamePrefix !== undefined) {
        throw new AwsError(
          "InvalidParameterException",
          "Cannot order by LastEventTime with a logStreamNamePrefix.",
        );
      }
      const group = findGroup(input.logGroupName, call);
      const streams = [...group.streams.values()]
        .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ""))
        .sort((a, b) => compareStreams(a, b, input.orderBy) * (input.descending ? -1 : 1));
      const page = pageOf(
        streams,
        (stream) => stream.name,
        input.limit,
        input.nextToken,
        "InvalidParameterException",
      );
      return {
        logStreams: page.items.map((stream) => describeStream(stream, group)),
        ...(page.nextToken ? { nextToken: page.nextToken } : {}),
      };
    },
  }),

  ...logReadOperations,
};

export const logs: Service = {
  name: "logs",
  protocol: "json",
  eventSource: "logs.amazonaws.com",
  xmlNamespace: "",
  validationCode: "InvalidParameterException",
  operations: new Map(Object.entries(operations)),
};

function findGroup(name: string, call: Call): LogGroup {
  return existing(
    call.world.logs.find(call.accountId, call.region, name),
    "The specified log group does not exist.",
  );
}

function describeGroup(group: LogGroup): object {
  const arn = groupArn(group);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: "STANDARD",
    storedBytes: [...group.streams.values()].reduce((sum, stream) => sum + stream.storedBytes, 0),
  };
}

function describeStream(stream: LogStream, group: LogGroup): object {
  const [first, last] = [stream.events[0], stream.events.at(-1)];
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    ...(first && last
      ? {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: last.ingestionTime,
        }
      : {}),
    uploadSequenceToken: String(stream.createdAt).padStart(56, "4"),
    arn: `${groupArn(group)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

function compareStreams(a: LogStream, b: LogStream, orderBy: "LogStreamName" | "LastEventTime"): number {
  const byName = a.name < b.name ? -1 : 1;
  if (orderBy === "LogStreamName") return byName;
  return (a.events.at(-1)?.timestamp ?? 0) - (b.events.at(-1)?.timestamp ?? 0) || byName;
}
