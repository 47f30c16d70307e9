import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { tagContext } from "../../iam/context";
import type { MachineRow, MachineState } from "../../sessions/session-port";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import { anyMatches, filters, filtersForTrail, refuseDryRun } from "./filters";

const instanceIds = z.array(z.string()).max(1000);

const STATE_CODES: Record<MachineState, number> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
};

export const instanceOperations = {
  DescribeInstances: operation({
    input: z.object({
      InstanceId: instanceIds.default([]),
      Filter: filters,
      MaxResults: z.coerce.number().int().min(5).max(1000).optional(),
      NextToken: z.string().min(1).optional(),
    }),
    readOnly: true,
    demands: (_input, call) => [readDemand("ec2:DescribeInstances", call)],
    run: (request, call) => {
      if (request.InstanceId.length > 0 && request.MaxResults !== undefined) {
        throw new AwsError(
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults",
        );
      }
      const machines = machinesOf(call);
      checkIds(request.InstanceId, machines);
      const found = machines
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
          reservationId: reservationId(node),
          ownerId: call.accountId,
          groupSet: [],
          instancesSet: [describeInstance(node)],
        })),
        ...(page.nextToken ? { nextToken: page.nextToken } : {}),
      };
    },
    trail: {
      request: (request) => ({
        ...idsForTrail(request.InstanceId),
        filterSet: filtersForTrail(request.Filter),
        ...(request.MaxResults === undefined ? {} : { maxResults: request.MaxResults }),
      }),
    },
  }),

  TerminateInstances: operation({
    input: z.object({ InstanceId: instanceIds.min(1), DryRun: z.string().optional() }),
    readOnly: false,
    demands: (input, call) =>
      input.InstanceId.map((id) => instanceDemand("ec2:TerminateInstances", id, call)),
    run: (input, call) => {
      checkIds(input.InstanceId, machinesOf(call));
      refuseDryRun(input.DryRun);
      return {
        instancesSet: [...new Set(input.InstanceId)].map((instanceId) => {
          const { from, to } = call.world.sessions.endMachine(instanceId);
          return { instanceId, currentState: describeState(to), previousState: describeState(from) };
        }),
      };
    },
    trail: {
      request: (input) => idsForTrail(input.InstanceId),
      response: (output) => ({ instancesSet: { items: output.instancesSet } }),
    },
  }),
};

/** The instances of the caller's account in the region called; machines outside AWS are Systems Manager's only. */
export function machinesOf(call: Call): MachineRow[] {
  return call.world.sessions
    .machines()
    .filter((node) => node.accountId === call.accountId && node.region === call.region);
}

export function tagsOf(node: MachineRow): Record<string, string> {
  return { Name: node.name, ...node.tags };
}

/** Reading knows no resources in EC2. */
export function readDemand(action: string, call: Call): Demand {
  return { action, resource: "*", context: { "ec2:Region": call.region } };
}

export function instanceDemand(action: string, id: string, call: Call): Demand {
  const node = machinesOf(call).find((machine) => machine.id === id);
  return {
    action,
    resource: `arn:aws:ec2:${call.region}:${call.accountId}:instance/${id}`,
    context: {
      "ec2:Region": call.region,
      ...(node ? tagContext(tagsOf(node), "aws:ResourceTag/", "ec2:ResourceTag/") : {}),
    },
  };
}

/** @throws AwsError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound */
export function checkIds(ids: string[], machines: MachineRow[]): void {
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined)
    throw new AwsError("InvalidInstanceID.Malformed", `Invalid id: "${malformed}"`);
  const missing = ids.filter((id) => !machines.some((node) => node.id === id));
  if (missing.length === 0) return;
  const sentence =
    missing.length === 1
      ? `The instance ID '${missing[0]}' does not exist`
      : `The instance IDs '${missing.join(", ")}' do not exist`;
  throw new AwsError("InvalidInstanceID.NotFound", sentence);
}

function idsForTrail(ids: string[]): Record<string, unknown> {
  return { instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } };
}

function describeState(state: MachineState): { code: number; name: MachineState } {
  return { code: STATE_CODES[state], name: state };
}

const IMAGE = "ami-0c0ffee0c0ffee000";
const VPC = "vpc-0a1b2c3d4e5f60718";
const SUBNET = "subnet-0a1b2c3d4e5f60718";
const TYPE = "t3.medium";

function describeInstance(node: MachineRow): object {
  // What has ended has no address any more.
  const isOver = node.state === "terminated";
  return {
    instanceId: node.id,
    imageId: IMAGE,
    instanceState: describeState(node.state),
    privateDnsName: isOver ? "" : node.hostName,
    ...(isOver ? {} : { privateIpAddress: node.ip }),
    instanceType: TYPE,
    launchTime: new Date(node.launchedAt).toISOString(),
    placement: { availabilityZone: `${node.region}a`, tenancy: "default" },
    platformDetails: "Linux/UNIX",
    architecture: "x86_64",
    ...(isOver ? {} : { vpcId: VPC, subnetId: SUBNET }),
    iamInstanceProfile: { arn: profileArn(node) },
    tagSet: Object.entries(tagsOf(node)).map(([key, value]) => ({ key, value })),
  };
}

function profileArn(node: MachineRow): string {
  return `arn:aws:iam::${node.accountId}:instance-profile/${node.roleName}`;
}

function reservationId(node: MachineRow): string {
  return `r-${node.id.slice(2)}`;
}

const FILTERED: Record<string, (node: MachineRow) => string> = {
  "instance-id": (node) => node.id,
  "instance-state-name": (node) => node.state,
  "instance-state-code": (node) => String(STATE_CODES[node.state]),
  "private-ip-address": (node) => node.ip,
  "private-dns-name": (node) => node.hostName,
  "availability-zone": (node) => `${node.region}a`,
  "iam-instance-profile.arn": profileArn,
  "launch-time": (node) => new Date(node.launchedAt).toISOString(),
  "owner-id": (node) => node.accountId,
  "reservation-id": reservationId,
  "image-id": () => IMAGE,
  "instance-type": () => TYPE,
  "vpc-id": () => VPC,
  "subnet-id": () => SUBNET,
  architecture: () => "x86_64",
  "platform-details": () => "Linux/UNIX",
};

function matches(name: string, patterns: string[], node: MachineRow): boolean {
  const tags = tagsOf(node);
  if (name.startsWith("tag:")) return anyMatches(patterns, tags[name.slice(4)]);
  if (name === "tag-key") return Object.keys(tags).some((key) => anyMatches(patterns, key));
  const read = Object.hasOwn(FILTERED, name) ? FILTERED[name] : undefined;
  if (!read) throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  return anyMatches(patterns, read(node));
}
