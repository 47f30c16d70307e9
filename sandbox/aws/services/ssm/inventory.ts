import { z } from "zod";
import type { MachineRow, NodeRow } from "../../sessions/session-port";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { pageOf } from "../../wire/paging";

const values = z.array(z.string().min(1)).min(1).max(100);
const page = {
  MaxResults: z.int().min(5).max(50).default(50),
  NextToken: z.string().optional(),
};

/** So long ago an agent that is offline was heard of last. */
const SILENT_SECONDS = 3 * 3600 + 17 * 60;

export const inventoryOperations = {
  DescribeInstanceInformation: operation({
    input: z.object({
      Filters: z.array(z.object({ Key: z.string().min(1), Values: values })).default([]),
      InstanceInformationFilterList: z
        .array(z.object({ key: z.string().min(1), valueSet: values }))
        .default([]),
      ...page,
    }),
    readOnly: true,
    demands: () => [{ action: "ssm:DescribeInstanceInformation", resource: "*" }],
    run: (request, call) => {
      const filters = [
        ...request.Filters,
        ...request.InstanceInformationFilterList.map(({ key, valueSet }) => ({ Key: key, Values: valueSet })),
      ];
      const found = select(call, filters, request);
      return {
        InstanceInformationList: found.items.map((node) => describeNode(node, call)),
        ...(found.nextToken ? { NextToken: found.nextToken } : {}),
      };
    },
  }),

  DescribeInstanceProperties: operation({
    input: z.object({
      FiltersWithOperator: z
        .array(
          z.object({ Key: z.string().min(1), Values: values, Operator: z.literal("Equal").default("Equal") }),
        )
        .default([]),
      InstancePropertyFilterList: z.array(z.object({ key: z.string().min(1), valueSet: values })).default([]),
      ...page,
    }),
    readOnly: true,
    demands: () => [{ action: "ssm:DescribeInstanceProperties", resource: "*" }],
    run: (request, call) => {
      const filters = [
        ...request.FiltersWithOperator,
        ...request.InstancePropertyFilterList.map(({ key, valueSet }) => ({ Key: key, Values: valueSet })),
      ];
      const machines = new Map(call.world.sessions.machines().map((machine) => [machine.id, machine]));
      const found = select(call, filters, request);
      return {
        InstanceProperties: found.items.map((node) => describeProperties(node, machines.get(node.id), call)),
        ...(found.nextToken ? { NextToken: found.nextToken } : {}),
      };
    },
  }),
};

/** The nodes of the caller's account in the region called. */
export function nodesOf(call: Call): NodeRow[] {
  return call.world.sessions
    .nodes()
    .filter((node) => node.accountId === call.accountId && node.region === call.region);
}

function select(
  call: Call,
  filters: { Key: string; Values: string[] }[],
  request: { MaxResults: number; NextToken?: string | undefined },
) {
  const nodes = nodesOf(call)
    .filter((node) => filters.every((filter) => matches(filter.Key, filter.Values, node)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return pageOf(nodes, (node) => node.id, request.MaxResults, request.NextToken);
}

function describeNode(node: NodeRow, call: Call) {
  const { hybrid } = node;
  return {
    InstanceId: node.id,
    PingStatus: node.online ? "Online" : "ConnectionLost",
    LastPingDateTime: Math.floor(call.now / 1000) - (node.online ? 0 : SILENT_SECONDS),
    AgentVersion: node.agentVersion,
    IsLatestVersion: true,
    PlatformType: "Linux",
    PlatformName: node.platformName,
    PlatformVersion: node.platformVersion,
    ...(hybrid
      ? {
          ActivationId: hybrid.activationId,
          // Told for machines outside AWS only; an instance has its profile.
          IamRole: node.roleName,
          RegistrationDate: hybrid.registeredAt / 1000,
          ResourceType: "ManagedInstance",
          Name: node.name,
        }
      : { ResourceType: "EC2Instance" }),
    IPAddress: node.ip,
    ComputerName: node.hostName,
    SourceId: node.id,
    SourceType: hybrid ? "AWS::SSM::ManagedInstance" : "AWS::EC2::Instance",
  };
}

function describeProperties(node: NodeRow, machine: MachineRow | undefined, call: Call): object {
  const { IsLatestVersion: _, ...information } = describeNode(node, call);
  return {
    ...information,
    Name: node.name,
    ...(machine
      ? {
          InstanceType: "t3.medium",
          InstanceState: machine.state,
          Architecture: "x86_64",
          LaunchTime: machine.launchedAt / 1000,
          InstanceRole: `arn:aws:iam::${node.accountId}:instance-profile/${node.roleName}`,
        }
      : {}),
  };
}

function matches(key: string, wanted: string[], node: NodeRow): boolean {
  if (key.startsWith("tag:")) return includes(wanted, node.tags[key.slice(4)]);
  switch (key) {
    case "InstanceIds":
      return includes(wanted, node.id);
    case "AgentVersion":
      return includes(wanted, node.agentVersion);
    case "PingStatus":
      return includes(wanted, node.online ? "Online" : "ConnectionLost");
    case "PlatformTypes":
      return includes(wanted, "Linux");
    case "ResourceType":
      return includes(wanted, node.hybrid ? "ManagedInstance" : "EC2Instance");
    case "SourceTypes":
      return includes(wanted, node.hybrid ? "AWS::SSM::ManagedInstance" : "AWS::EC2::Instance");
    case "SourceIds":
      return includes(wanted, node.id);
    case "tag-key":
      return wanted.some((name) => Object.hasOwn(node.tags, name));
    case "ActivationIds":
      return includes(wanted, node.hybrid?.activationId);
    case "IamRole":
      return includes(wanted, node.hybrid ? node.roleName : undefined);
    case "AssociationStatus":
      return false;
    default:
      throw new AwsError("InvalidFilterKey", `The filter key ${key} is not valid.`);
  }
}

function includes(wanted: string[], value: string | undefined): boolean {
  return value !== undefined && wanted.includes(value);
}
