import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { tagContext } from "../../iam/context";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import { anyMatches, filters, filtersForTrail, refuseDryRun } from "./filters";
import { checkIds, instanceDemand, machinesOf, readDemand, tagsOf } from "./instances";

const resourceIds = z.array(z.string()).min(1).max(1000);

export const tagOperations = {
  DescribeTags: operation({
    input: z.object({
      Filter: filters,
      MaxResults: z.coerce.number().int().min(5).max(1000).default(1000),
      NextToken: z.string().min(1).optional(),
    }),
    readOnly: true,
    demands: (_input, call) => [readDemand("ec2:DescribeTags", call)],
    run: (request, call) => {
      const tags = machinesOf(call)
        .flatMap((node) =>
          Object.entries(tagsOf(node)).map(([key, value]) => ({
            resourceId: node.id,
            resourceType: "instance",
            key,
            value,
          })),
        )
        .filter((tag) => request.Filter.every((filter) => matches(filter.Name, filter.Value, tag)))
        .sort((a, b) => (`${a.resourceId}/${a.key}` < `${b.resourceId}/${b.key}` ? -1 : 1));
      const page = pageOf(
        tags,
        ({ resourceId, key }) => `${resourceId}/${key}`,
        request.MaxResults,
        request.NextToken,
        "InvalidParameterValue",
      );
      return { tagSet: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) };
    },
    trail: { request: ({ Filter }) => ({ filterSet: filtersForTrail(Filter) }) },
  }),

  CreateTags: operation({
    input: z.object({
      ResourceId: resourceIds,
      Tag: z
        .array(z.object({ Key: z.string().min(1).max(127), Value: z.string().max(255).default("") }))
        .min(1)
        .max(1000),
      DryRun: z.string().optional(),
    }),
    readOnly: false,
    demands: (input, call): Demand[] =>
      input.ResourceId.map((id) => changeDemand("ec2:CreateTags", id, input.Tag, call)),
    run: (input, call) =>
      change(input, call, Object.fromEntries(input.Tag.map(({ Key, Value }) => [Key, Value]))),
    trail: { request: (input) => forTrail(input) },
  }),

  DeleteTags: operation({
    input: z.object({
      ResourceId: resourceIds,
      Tag: z
        .array(z.object({ Key: z.string().min(1).max(127), Value: z.string().optional() }))
        .min(1)
        .max(1000),
      DryRun: z.string().optional(),
    }),
    readOnly: false,
    demands: (input, call): Demand[] =>
      input.ResourceId.map((id) => changeDemand("ec2:DeleteTags", id, input.Tag, call)),
    run: (input, call) =>
      change(input, call, Object.fromEntries(input.Tag.map(({ Key }) => [Key, undefined]))),
    trail: { request: (input) => forTrail(input) },
  }),
};

function changeDemand(
  action: string,
  id: string,
  tags: { Key: string; Value?: string | undefined }[],
  call: Call,
): Demand {
  const demand = instanceDemand(action, id, call);
  const values = Object.fromEntries(tags.map(({ Key, Value = "" }) => [Key, Value]));
  return {
    ...demand,
    context: {
      ...demand.context,
      "aws:TagKeys": Object.keys(values),
      ...tagContext(values, "aws:RequestTag/"),
    },
  };
}

function change(
  input: { ResourceId: string[]; DryRun?: string | undefined },
  call: Call,
  changes: Record<string, string | undefined>,
): { return: true } {
  checkIds(input.ResourceId, machinesOf(call));
  const reserved = Object.keys(changes).find((key) => key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ( ${reserved} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
    );
  }
  refuseDryRun(input.DryRun);
  for (const id of input.ResourceId) call.world.sessions.changeTags(id, changes);
  return { return: true };
}

function forTrail(input: {
  ResourceId: string[];
  Tag: { Key: string; Value?: string | undefined }[];
}): Record<string, unknown> {
  return {
    resourcesSet: { items: input.ResourceId.map((resourceId) => ({ resourceId })) },
    tagSet: {
      items: input.Tag.map(({ Key, Value }) => ({
        key: Key,
        ...(Value === undefined ? {} : { value: Value }),
      })),
    },
  };
}

function matches(
  name: string,
  patterns: string[],
  tag: { resourceId: string; resourceType: string; key: string; value: string },
): boolean {
  if (name.startsWith("tag:")) return tag.key === name.slice(4) && anyMatches(patterns, tag.value);
  switch (name) {
    case "resource-id":
      return anyMatches(patterns, tag.resourceId);
    case "resource-type":
      return anyMatches(patterns, tag.resourceType);
    case "key":
      return anyMatches(patterns, tag.key);
    case "value":
      return anyMatches(patterns, tag.value);
    default:
      throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  }
}
