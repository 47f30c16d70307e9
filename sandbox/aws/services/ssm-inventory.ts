import { z } from "zod";
import type { NodeRow } from "../session-port";
import { AwsError } from "../wire/aws-error";
import { type Call, operation } from "../wire/operation";
import { pageOf } from "../wire/paging";

const values = z.array(z.string().min(1)).min(1).max(100);

const input = z.object({
  Filters: z.array(z.object({ Key: z.string().min(1), Values: values })).default([]),
  InstanceInformationFilterList: z.array(z.object({ key: z.string().min(1), valueSet: values })).default([]),
  MaxResults: z.int().min(5).max(50).default(50),
  NextToken: z.string().optional(),
});

export const inventoryOperations = {
  DescribeInstanceInformation: operation({
    input,
    readOnly: true,
    demands: () => [{ action: "ssm:DescribeInstanceInformation", resource: "*" }],
    run: (request, call) => {
      const filters = [
        ...request.Filters,
        ...request.InstanceInformationFilterList.map(({ key, valueSet }) => ({ Key: key, Values: valueSet })),
      ];
      const nodes = nodesOf(call)
        .filter((node) => filters.every((filter) => matches(filter.Key, filter.Values, node)))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const page = pageOf(nodes, (node) => node.id, request.MaxResults, request.NextToken);
      return {
        InstanceInformationList: page.items.map((node) => describeNode(node, call)),
        ...(page.nextToken ? { NextToken: page.nextToken } : {}),
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

function describeNode(node: NodeRow, call: Call): object {
  const isInstance = node.id.startsWith("i-");
  return {
    InstanceId: node.id,
    PingStatus: node.online ? "Online" : "ConnectionLost",
    LastPingDateTime: Math.floor(call.now / 1000),
    AgentVersion: node.agentVersion,
    IsLatestVersion: true,
    PlatformType: "Linux",
    PlatformName: node.platformName,
    PlatformVersion: "2023",
    ResourceType: isInstance ? "EC2Instance" : "ManagedInstance",
    IPAddress: node.ip,
    ComputerName: node.hostName,
    // Hybrid nodes carry their name here; EC2 instances in their Name tag.
    ...(isInstance ? {} : { Name: node.name }),
    SourceId: node.id,
    SourceType: isInstance ? "AWS::EC2::Instance" : "AWS::SSM::ManagedInstance",
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
      return includes(wanted, node.id.startsWith("i-") ? "EC2Instance" : "ManagedInstance");
    case "tag-key":
      return wanted.some((name) => Object.hasOwn(node.tags, name));
    case "ActivationIds":
    case "IamRole":
    case "AssociationStatus":
      return false;
    default:
      throw new AwsError("InvalidFilterKey", `The filter key ${key} is not valid.`);
  }
}

function includes(wanted: string[], value: string | undefined): boolean {
  return value !== undefined && wanted.includes(value);
}
