import { DescribeInstancesCommand, EC2Client, type Instance } from "@aws-sdk/client-ec2";
import {
  DescribeInstanceInformationCommand,
  type InstanceInformation,
  ListTagsForResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { AwsCredentials, clientSettings, withRole } from "./credentials";
import { calling } from "./errors";

/** A managed node as Systems Manager and EC2 describe it. Every string is hostile. */
export interface AwsNode {
  id: string;
  region: string;
  /** What Systems Manager calls a machine outside AWS; instances are named by a tag. */
  name: string | null;
  hostName: string;
  platform: string;
  agentVersion: string;
  ip: string | null;
  tags: Record<string, string>;
  isOnline: boolean;
  pingAt: Date | null;
}

/** All managed nodes of one account and region, all pages, as the reader. @throws AppError AWS_* */
export async function describeNodes(account: AccountConfig, region: string): Promise<AwsNode[]> {
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const settings = { ...clientSettings(region), credentials: AwsCredentials.open(credentials) };
    const ssm = new SSMClient(settings);
    const managed: InstanceInformation[] = [];
    let token: string | undefined;
    do {
      const page = await calling("DescribeInstanceInformation", () =>
        ssm.send(
          new DescribeInstanceInformationCommand({ MaxResults: 50, ...(token ? { NextToken: token } : {}) }),
        ),
      );
      managed.push(...(page.InstanceInformationList ?? []));
      token = page.NextToken || undefined;
    } while (token);
    const tags = new Map(
      [...(await describeInstances(new EC2Client(settings), idsOf(managed))).entries()].map(
        ([id, instance]) => [id, tagsOf(instance.Tags)] as const,
      ),
    );
    for (const { InstanceId: id } of managed)
      if (id?.startsWith("mi-")) {
        const found = await unlessGone(readHybridTags(ssm, id));
        if (found) tags.set(id, found);
      }
    return managed.flatMap((node) => {
      const { InstanceId: id } = node;
      // A machine that was deregistered since the first call is left out: without its tags it would pass for another.
      if (!id || (id.startsWith("mi-") && !tags.has(id))) return [];
      return [nodeOf(node, tags.get(id) ?? {}, region)];
    });
  });
}

/**
 * The tags of one node, now: tags are written by engineers and may have changed since the inventory.
 * @throws AppError AWS_NOT_FOUND when there is no such node any more, other AWS_*
 */
export async function readNodeTags(
  account: AccountConfig,
  region: string,
  nodeId: string,
): Promise<Record<string, string>> {
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const settings = { ...clientSettings(region), credentials: AwsCredentials.open(credentials) };
    if (nodeId.startsWith("mi-")) return readHybridTags(new SSMClient(settings), nodeId);
    const instance = (await describeInstances(new EC2Client(settings), [nodeId])).get(nodeId);
    if (!instance) throw new AppError("AWS_NOT_FOUND", `${nodeId} is gone`);
    return tagsOf(instance.Tags);
  });
}

/** A hybrid node is no instance of EC2: Systems Manager itself keeps its tags, and is asked for one node at a time. */
async function readHybridTags(ssm: SSMClient, nodeId: string): Promise<Record<string, string>> {
  const answer = await calling("ListTagsForResource", () =>
    ssm.send(new ListTagsForResourceCommand({ ResourceType: "ManagedInstance", ResourceId: nodeId })),
  );
  return tagsOf(answer.TagList);
}

async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAppError(error) && error.code === "AWS_NOT_FOUND") return undefined;
    throw error;
  }
}

function idsOf(managed: readonly InstanceInformation[]): string[] {
  return managed.flatMap(({ InstanceId }) => (InstanceId?.startsWith("i-") ? [InstanceId] : []));
}

const IDS_PER_CALL = 100;

async function describeInstances(ec2: EC2Client, ids: readonly string[]): Promise<Map<string, Instance>> {
  const found = new Map<string, Instance>();
  for (let at = 0; at < ids.length; at += IDS_PER_CALL) {
    // By filter, not by id: one instance that is gone would fail the whole call.
    const Filters = [{ Name: "instance-id", Values: ids.slice(at, at + IDS_PER_CALL) }];
    let token: string | undefined;
    do {
      const page = await calling("DescribeInstances", () =>
        ec2.send(new DescribeInstancesCommand({ Filters, ...(token ? { NextToken: token } : {}) })),
      );
      for (const instance of (page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []))
        if (instance.InstanceId) found.set(instance.InstanceId, instance);
      token = page.NextToken || undefined;
    } while (token);
  }
  return found;
}

function nodeOf(node: InstanceInformation, tags: Record<string, string>, region: string): AwsNode {
  return {
    id: node.InstanceId ?? "",
    region,
    name: node.Name || null,
    hostName: node.ComputerName ?? "",
    platform: [node.PlatformName, node.PlatformVersion].filter(Boolean).join(" "),
    agentVersion: node.AgentVersion ?? "",
    ip: node.IPAddress ?? null,
    tags,
    isOnline: node.PingStatus === "Online",
    pingAt: node.LastPingDateTime ?? null,
  };
}

function tagsOf(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(
    tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])),
  );
}
