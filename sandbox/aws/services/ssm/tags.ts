import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { tagContext } from "../../iam/context";
import { documentArn } from "../../stores/document-store";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { nodesOf } from "./inventory";

const resource = { ResourceType: z.string().min(1), ResourceId: z.string().min(1) };
type Resource = z.infer<z.ZodObject<typeof resource>>;
const key = z.string().min(1).max(128);

/** Tags of machines outside AWS and of documents; those of instances are EC2's. */
export const tagOperations = {
  ListTagsForResource: operation({
    input: z.object(resource),
    readOnly: true,
    demands: (input, call) => [demand("ssm:ListTagsForResource", input, call)],
    run: (input, call) => ({
      TagList: Object.entries(find(input, call).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  }),

  AddTagsToResource: operation({
    input: z.object({
      ...resource,
      Tags: z
        .array(z.object({ Key: key, Value: z.string().max(256) }))
        .min(1)
        .max(1000),
    }),
    readOnly: false,
    demands: (input, call) => {
      const tags = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]));
      return [
        demand("ssm:AddTagsToResource", input, call, {
          "aws:TagKeys": Object.keys(tags),
          ...tagContext(tags, "aws:RequestTag/"),
        }),
      ];
    },
    run: (input, call) => {
      find(input, call).change(Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])));
      return {};
    },
  }),

  RemoveTagsFromResource: operation({
    input: z.object({ ...resource, TagKeys: z.array(key).min(1) }),
    readOnly: false,
    demands: (input, call) => [
      demand("ssm:RemoveTagsFromResource", input, call, { "aws:TagKeys": input.TagKeys }),
    ],
    run: (input, call) => {
      find(input, call).change(Object.fromEntries(input.TagKeys.map((name) => [name, undefined])));
      return {};
    },
  }),
};

function demand(
  action: string,
  { ResourceType, ResourceId }: Resource,
  call: Call,
  context: Demand["context"] = {},
): Demand {
  const arn =
    ResourceType === "Document"
      ? documentArn(call.accountId, call.region, ResourceId)
      : `arn:aws:ssm:${call.region}:${call.accountId}:managed-instance/${ResourceId}`;
  return { action, resource: arn, context };
}

interface Tagged {
  tags: Record<string, string>;
  change(changes: Record<string, string | undefined>): void;
}

/** @throws AwsError InvalidResourceId, InvalidResourceType */
function find({ ResourceType, ResourceId }: Resource, call: Call): Tagged {
  const { documents, sessions } = call.world;
  if (ResourceType === "ManagedInstance") {
    const node = nodesOf(call).find(({ id, hybrid }) => id === ResourceId && hybrid !== undefined);
    if (!node) throw new AwsError("InvalidResourceId", "");
    return { tags: node.tags, change: (changes) => sessions.changeTags(node.id, changes) };
  }
  if (ResourceType !== "Document") throw new AwsError("InvalidResourceType", "");
  const document = documents.find(call.accountId, call.region, ResourceId);
  if (document?.owner !== call.accountId) throw new AwsError("InvalidResourceId", "");
  return {
    tags: document.tags,
    change(changes) {
      const tags = { ...document.tags };
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) delete tags[name];
        else tags[name] = value;
      }
      documents.put({ ...document, tags });
    },
  };
}
