import type { z } from "zod";
import type { Demand } from "../iam/authorize";
import type { Caller } from "../iam/caller";
import type { World } from "../world";

/** One request that has been authenticated. */
export interface Call {
  world: World;
  caller: Caller;
  /** Account the call acts on: the caller's. */
  accountId: string;
  /** Region of the signature's credential scope. */
  region: string;
  requestId: string;
  /** Epoch milliseconds of the sandbox clock when the request arrived. */
  now: number;
}

/** How an operation appears in CloudTrail, where the plain rule (names in lowerCamelCase) is not enough. */
export interface TrailShape<I, O> {
  request?: (input: I, call: Call) => Record<string, unknown> | null;
  response?: (output: O, call: Call) => Record<string, unknown> | null;
  /** AssumeRole is the one reading call whose answer is recorded. */
  recordsResponseOfRead?: boolean;
  resources?: (input: I, output: O | undefined, call: Call) => TrailResource[];
  /** The account that owns what the call was about, where it may be another's than the caller's: it has a record too. */
  owner?: (input: I) => string;
}

export interface TrailResource {
  type: string;
  name: string;
}

export interface OperationDef<I, O extends object> {
  input: z.ZodType<I>;
  /** What IAM must allow; all of it. Empty only where AWS asks for no permission. */
  demands: (input: I, call: Call) => Demand[];
  run: (input: I, call: Call) => Promise<O> | O;
  /** CloudTrail's readOnly; such events have no response elements. */
  readOnly: boolean;
  trail?: TrailShape<I, O>;
}

/** An operation whose types have been closed over, so that tables can hold any of them. */
export interface Operation {
  readOnly: boolean;
  prepare(raw: unknown, call: Call): Prepared;
}

export interface Prepared {
  demands: Demand[];
  trailRequest: () => Record<string, unknown> | null;
  run: () => Promise<Done>;
}

export interface Done {
  output: object;
  trailResponse: Record<string, unknown> | null;
  resources: TrailResource[];
  owner?: string;
}

/** Closes an operation's types; `prepare` throws a ZodError for input of the wrong shape. */
export function operation<I, O extends object>(def: OperationDef<I, O>): Operation {
  return {
    readOnly: def.readOnly,
    prepare(raw, call) {
      const input = def.input.parse(raw);
      return {
        demands: def.demands(input, call),
        trailRequest: () => (def.trail?.request ? def.trail.request(input, call) : lowerCamel(input)),
        async run() {
          const output = await def.run(input, call);
          const response = def.trail?.response ? def.trail.response(output, call) : lowerCamel(output);
          return {
            output,
            trailResponse: def.readOnly && !def.trail?.recordsResponseOfRead ? null : response,
            resources: def.trail?.resources?.(input, output, call) ?? [],
            ...(def.trail?.owner ? { owner: def.trail.owner(input) } : {}),
          };
        },
      };
    },
  };
}

/** CloudTrail's spelling of a structure: `DocumentName` → `documentName`, at every level; empty becomes null. */
export function lowerCamel(value: unknown): Record<string, unknown> | null {
  const converted = convert(value);
  return isStructure(converted) && Object.keys(converted).length > 0 ? converted : null;
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (!isStructure(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([name, child]) => [lowerFirst(name), convert(child)]),
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isStructure(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A table of operations by name, for one service. */
export interface Service {
  /** Name in the credential scope. */
  name: string;
  protocol: "json" | "query" | "ec2" | "s3";
  eventSource: string;
  /** Namespace of XML answers; empty for JSON services. */
  xmlNamespace: string;
  /** Code for input of the wrong shape, where it is not the protocol's. */
  validationCode?: string;
  operations: ReadonlyMap<string, Operation>;
}
