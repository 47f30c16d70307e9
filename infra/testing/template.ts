import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CollectionTag, parse, type ScalarTag, YAMLSeq } from "yaml";
import { z } from "zod";

const resource = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()),
});
const template = z.object({
  AWSTemplateFormatVersion: z.literal("2010-09-09"),
  Description: z.string().max(1024),
  Parameters: z
    .record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() }))
    .default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

export type Resource = z.infer<typeof resource>;
export interface Stack {
  resources: Readonly<Record<string, Resource>>;
  outputs: Readonly<Record<string, unknown>>;
}

interface Place {
  accountId: string;
  region: string;
}

/** AWS makes one up. */
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** The short forms of CloudFormation's functions, read as their long forms. */
const scalarTag = (name: string, long: string): ScalarTag => ({
  tag: `!${name}`,
  resolve: (text) => ({ [long]: text }),
});
const sequenceTag = (name: string): CollectionTag => ({
  tag: `!${name}`,
  collection: "seq",
  resolve: (sequence) => ({ [`Fn::${name}`]: sequence instanceof YAMLSeq ? sequence.toJSON() : [] }),
});
const CUSTOM_TAGS = [
  scalarTag("Ref", "Ref"),
  scalarTag("Sub", "Fn::Sub"),
  scalarTag("GetAtt", "Fn::GetAtt"),
  ...["If", "Equals", "Not", "Join"].map(sequenceTag),
];

const NO_VALUE = Symbol("AWS::NoValue");

/**
 * Reads a template of this folder and resolves its functions as CloudFormation would: Ref, Sub, GetAtt, If, Equals, Not, Join.
 * @param name file name in infra/
 * @param parameters by name; a parameter without default must be given
 */
export function readStack(name: string, place: Place, parameters: Record<string, unknown> = {}): Stack {
  const text = readFileSync(join(import.meta.dirname, "..", name), "utf8");
  const read = template.parse(parse(text, { customTags: CUSTOM_TAGS }));
  const given = Object.fromEntries(
    Object.entries(read.Parameters).map(([key, { Type, Default }]) => {
      const value = parameters[key] ?? Default;
      if (value === undefined) throw new TypeError(`${name} wants the parameter ${key}`);
      return [key, Type === "CommaDelimitedList" ? String(value).split(",") : value];
    }),
  );
  const resolver = new Resolver(read, given, place);
  const resources = Object.fromEntries(
    Object.entries(read.Resources)
      .filter(([, entry]) => resolver.isMade(entry))
      .map(([key, entry]) => [key, resource.parse(resolver.value(entry))]),
  );
  const outputs = Object.fromEntries(
    Object.entries(read.Outputs).map(([key, { Value }]) => [key, resolver.value(Value)]),
  );
  return { resources, outputs };
}

class Resolver {
  readonly #template: z.infer<typeof template>;
  readonly #parameters: Record<string, unknown>;
  readonly #place: Place;

  constructor(read: z.infer<typeof template>, parameters: Record<string, unknown>, place: Place) {
    this.#template = read;
    this.#parameters = parameters;
    this.#place = place;
  }

  /** Whether a resource's own condition holds. */
  isMade(entry: unknown): boolean {
    const { Condition } = z.object({ Condition: z.string().optional() }).parse(entry);
    return Condition === undefined || this.#isTrue(this.#template.Conditions[Condition]);
  }

  value(node: unknown): unknown {
    if (Array.isArray(node))
      return node.map((entry) => this.value(entry)).filter((entry) => entry !== NO_VALUE);
    if (typeof node !== "object" || node === null) return node;
    const entries = Object.entries(node);
    const [only] = entries;
    if (only && entries.length === 1 && (only[0] === "Ref" || only[0].startsWith("Fn::")))
      return this.#call(only[0], only[1]);
    return Object.fromEntries(
      entries.map(([key, entry]) => [key, this.value(entry)]).filter(([, entry]) => entry !== NO_VALUE),
    );
  }

  #call(name: string, argument: unknown): unknown {
    const list = Array.isArray(argument) ? argument : [];
    switch (name) {
      case "Ref":
        return this.#reference(String(argument));
      case "Fn::GetAtt":
        return this.#attribute(String(argument));
      case "Fn::Sub":
        return String(argument).replace(/\$\{([^}]+)\}/g, (_, inner: string) =>
          String(inner.includes(".") ? this.#attribute(inner) : this.#reference(inner)),
        );
      case "Fn::Join":
        return z.array(z.string()).parse(this.value(list[1])).join(String(list[0]));
      case "Fn::If":
        return this.value(this.#isTrue(this.#template.Conditions[String(list[0])]) ? list[1] : list[2]);
      default:
        throw new TypeError(`no function ${name} here`);
    }
  }

  #isTrue(condition: unknown): boolean {
    const [name, argument] =
      Object.entries(z.record(z.string(), z.array(z.unknown())).parse(condition))[0] ?? [];
    if (name === "Fn::Not") return !this.#isTrue(argument?.[0]);
    if (name === "Fn::Equals") return this.value(argument?.[0]) === this.value(argument?.[1]);
    throw new TypeError(`no condition ${name} here`);
  }

  #reference(name: string): unknown {
    const pseudo: Record<string, unknown> = {
      "AWS::AccountId": this.#place.accountId,
      "AWS::Region": this.#place.region,
      "AWS::Partition": "aws",
      "AWS::NoValue": NO_VALUE,
    };
    if (name in pseudo) return pseudo[name];
    if (name in this.#parameters) return this.#parameters[name];
    const entry = this.#template.Resources[name];
    if (!entry) throw new TypeError(`nothing is called ${name}`);
    if (entry.Type === "AWS::IAM::ManagedPolicy")
      return `arn:aws:iam::${this.#place.accountId}:policy/${this.value(entry.Properties.ManagedPolicyName)}`;
    if (entry.Type === "AWS::SNS::Topic")
      return `arn:aws:sns:${this.#place.region}:${this.#place.accountId}:${entry.Properties.TopicName}`;
    return entry.Properties.RoleName ?? entry.Properties.LogGroupName ?? entry.Properties.Name;
  }

  #attribute(path: string): unknown {
    const [name = "", attribute] = path.split(".");
    const entry = this.#template.Resources[name];
    if (entry?.Type === "AWS::KMS::Key" && attribute === "Arn")
      return `arn:aws:kms:${this.#place.region}:${this.#place.accountId}:key/${KEY_ID}`;
    if (entry?.Type !== "AWS::IAM::Role" || attribute !== "Arn")
      throw new TypeError(`no attribute ${path} here`);
    return `arn:aws:iam::${this.#place.accountId}:role/${this.value(entry.Properties.RoleName)}`;
  }
}
