import type { TrailEntry } from "../../stores/trail";
import type { TrailResource } from "../../wire/operation";

/** Parameter → type of what it names, by service. Names as they stand in records. */
const NAMED: Record<string, Record<string, string>> = {
  "ssm.amazonaws.com": { documentName: "AWS::SSM::Document", name: "AWS::SSM::Document" },
  "logs.amazonaws.com": { logGroupName: "AWS::Logs::LogGroup" },
  "iam.amazonaws.com": {
    roleName: "AWS::IAM::Role",
    userName: "AWS::IAM::User",
    policyArn: "AWS::IAM::Policy",
    instanceProfileName: "AWS::IAM::InstanceProfile",
  },
  "s3.amazonaws.com": { bucketName: "AWS::S3::Bucket" },
};

/**
 * The resources of an event: those that were recorded with it, and those that its parameters name. Which services name what is
 * hardly documented; an event whose parameters were withheld (a denial) names nothing.
 */
export function resourcesOf(entry: TrailEntry): TrailResource[] {
  const named = [...entry.resources, ...fromParameters(entry)];
  return named.filter(
    (one, at) => named.findIndex(({ type, name }) => type === one.type && name === one.name) === at,
  );
}

function fromParameters({ eventSource, record }: TrailEntry): TrailResource[] {
  const parameters = record.requestParameters;
  if (typeof parameters !== "object" || parameters === null) return [];
  const found: TrailResource[] = [];
  const types = NAMED[eventSource] ?? {};
  for (const [parameter, value] of Object.entries(parameters)) {
    const type = types[parameter];
    if (type !== undefined && typeof value === "string") found.push({ type, name: value });
    const isNode = parameter === "target" || parameter === "instanceId";
    if (isNode && typeof value === "string") found.push({ type: nodeType(value), name: value });
    if (parameter === "instancesSet") found.push(...instances(value));
  }
  return found;
}

/** EC2's list of instances: `{items: [{instanceId}]}`. */
function instances(value: unknown): TrailResource[] {
  const ids = [...JSON.stringify(value ?? null).matchAll(/"instanceId":"(i-[0-9a-f]+)"/g)];
  return ids.map(([, name = ""]) => ({ type: "AWS::EC2::Instance", name }));
}

function nodeType(id: string): string {
  return id.startsWith("mi-") ? "AWS::SSM::ManagedInstance" : "AWS::EC2::Instance";
}
