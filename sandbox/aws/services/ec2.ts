import { z } from "zod";
import type { NodeRow } from "../session-port";
import { AwsError } from "../wire/aws-error";
import { operation, type Service } from "../wire/operation";
import { pageOf } from "../wire/paging";
import { nodesOf } from "./ssm-inventory";

const input = z.object({
  InstanceId: z.array(z.string()).max(1000).default([]),
  Filter: z
    .array(z.object({ Name: z.string(), Value: z.array(z.string()).max(200).default([]) }))
    .max(50)
    .default([]),
  MaxResults: z.coerce.number().int().min(5).max(1000).optional(),
  NextToken: z.string().min(1).optional(),
});

const LAUNCHED = "2025-11-02T08:15:00.000Z";

const operations = {
  DescribeInstances: operation({
    input,
    readOnly: true,
    demands: (_input, call) => [
      { action: "ec2:DescribeInstances", resource: "*", context: { "ec2:Region": call.region } },
    ],
    run: (request, call) => {
      if (request.InstanceId.length > 0 && request.MaxResults !== undefined) {
        throw new AwsError(
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults",
        );
      }
      // Hybrid nodes (mi-…) are Systems Manager's only.
      const instances = nodesOf(call).filter((node) => node.id.startsWith("i-"));
      checkIds(request.InstanceId, instances);
      const found = instances
        .filter((node) => request.InstanceId.length === 0 || request.InstanceId.includes(node.id))
        .filter((node) => request.Filter.every((filter) => matches(filter.Name, filter.Value, node)))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const page = pageOf(
        found,
        (node) => node.id,
        request.MaxResults ?? 1000,
        request.NextToken,
        "InvalidParameterValue",
      );
      return {
        reservationSet: page.items.map((node) => ({
          reservationId: `r-${node.id.slice(2)}`,
          ownerId: call.accountId,
          groupSet: [],
          instancesSet: [describeInstance(node, call.region)],
        })),
        ...(page.nextToken ? { nextToken: page.nextToken } : {}),
      };
    },
    trail: {
      request: (request) => ({
        instancesSet: { items: request.InstanceId.map((instanceId) => ({ instanceId })) },
        filterSet: {
          items: request.Filter.map(({ Name, Value }) => ({
            name: Name,
            valueSet: { items: Value.map((value) => ({ value })) },
          })),
        },
        ...(request.MaxResults === undefined ? {} : { maxResults: request.MaxResults }),
      }),
    },
  }),
};

export const ec2: Service = {
  name: "ec2",
  protocol: "ec2",
  eventSource: "ec2.amazonaws.com",
  xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
  operations: new Map(Object.entries(operations)),
};

function describeInstance(node: NodeRow, region: string): object {
  return {
    instanceId: node.id,
    imageId: "ami-0c0ffee0c0ffee000",
    instanceState: { code: 16, name: "running" },
    privateDnsName: node.hostName,
    privateIpAddress: node.ip,
    instanceType: "t3.medium",
    launchTime: LAUNCHED,
    placement: { availabilityZone: `${region}a`, tenancy: "default" },
    platformDetails: "Linux/UNIX",
    architecture: "x86_64",
    vpcId: "vpc-0a1b2c3d4e5f60718",
    subnetId: "subnet-0a1b2c3d4e5f60718",
    iamInstanceProfile: { arn: `arn:aws:iam::${node.accountId}:instance-profile/managed-node` },
    tagSet: Object.entries({ Name: node.name, ...node.tags }).map(([key, value]) => ({ key, value })),
  };
}

function checkIds(ids: string[], instances: NodeRow[]): void {
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined)
    throw new AwsError("InvalidInstanceID.Malformed", `Invalid id: "${malformed}"`);
  const missing = ids.filter((id) => !instances.some((node) => node.id === id));
  if (missing.length === 0) return;
  const sentence =
    missing.length === 1
      ? `The instance ID '${missing[0]}' does not exist`
      : `The instance IDs '${missing.join(", ")}' do not exist`;
  throw new AwsError("InvalidInstanceID.NotFound", sentence);
}

function matches(name: string, patterns: string[], node: NodeRow): boolean {
  const tags: Record<string, string> = { Name: node.name, ...node.tags };
  if (name.startsWith("tag:")) return anyMatches(patterns, tags[name.slice(4)]);
  switch (name) {
    case "tag-key":
      return Object.keys(tags).some((key) => anyMatches(patterns, key));
    case "instance-id":
      return anyMatches(patterns, node.id);
    case "instance-state-name":
      return anyMatches(patterns, "running");
    case "instance-state-code":
      return anyMatches(patterns, "16");
    case "private-ip-address":
      return anyMatches(patterns, node.ip);
    case "private-dns-name":
      return anyMatches(patterns, node.hostName);
    default:
      throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  }
}

/** Filter values may hold `*` and `?`. */
function anyMatches(patterns: string[], value: string | undefined): boolean {
  if (value === undefined) return false;
  return patterns.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    return new RegExp(`^${source}$`, "s").test(value);
  });
}
