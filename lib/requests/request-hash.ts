import { createHash } from "node:crypto";
import type { NodeSelector } from "@/lib/nodes/selector";
import type { Protection } from "@/lib/nodes/views";
import type { Approval, Obligations } from "@/lib/policy/obligations";
import type { RequestKind, WindowStart } from "./views";

/** Everything that an approver sees of a request and that a grant follows from: what an approval is bound to. */
export interface ApprovedContent {
  readonly id: string;
  readonly kind: RequestKind;
  readonly requesterId: string;
  readonly justification: string;
  readonly incident: string | null;
  readonly windowSeconds: number;
  readonly windowStart: WindowStart;
  /** The nodes it names, or that its selector matched when it was asked, each with what the rule decided by. */
  readonly nodes: readonly AskedNode[];
  readonly selector: NodeSelector | null;
  readonly mostNodes: number | null;
  /** The users on the nodes it could be narrowed to, least mighty first, and last the one it asks for; empty: it names none. */
  readonly osUsers: readonly string[];
  readonly ruleVersion: string;
  readonly obligations: Obligations;
  /** The running access that it extends; null: a request of its own. */
  readonly extension: RequestExtension | null;
}

/** Which access a request extends, and from when on it follows that. */
export interface RequestExtension {
  readonly grantId: string;
  readonly until: Date;
}

/** A node as it was when it was asked for. */
export interface AskedNode {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly protection: Protection;
}

/** Whether it is still the node that was asked for, in its place and as strictly protected. */
export function isSameNode(asked: AskedNode, node: AskedNode): boolean {
  return (
    asked.id === node.id &&
    asked.accountId === node.accountId &&
    asked.region === node.region &&
    asked.protection === node.protection
  );
}

/**
 * Names the encoding, and with it the kind: a changed encoding gets another name, so that no text has two meanings. What
 * was regular before there were kinds keeps its hash.
 */
const ENCODINGS = {
  regular: "halligan-request-1",
  "break-glass": "halligan-glass-1",
} as const satisfies Record<RequestKind, string>;
/** Of requests that name a user on the nodes. The others keep theirs: what waited when that came was hashed so. */
const ENCODINGS_WITH_USER = {
  regular: "halligan-request-2",
  "break-glass": "halligan-glass-2",
} as const satisfies Record<RequestKind, string>;

/**
 * The request as one text: JSON with its members in a fixed order, so that two different requests never share a text.
 * What has no order of its own is sorted (nodes by id, tags by key); what has one keeps it.
 * @param version of the request, as it was on the decider's screen
 */
export function requestText(content: ApprovedContent, version: number): string {
  const { id, kind, requesterId, justification, incident, windowSeconds, windowStart } = content;
  const { nodes, selector, mostNodes, osUsers, ruleVersion, obligations, extension } = content;
  // `satisfies`: a new field does not compile until it stands here, so nothing is shown that is not covered.
  const facts = {
    ...{ id, requesterId, justification, incident, windowSeconds, windowStart },
    nodes: [...nodes].sort(byText(({ id }) => id)).map(nodeFacts),
    selector: selector && selectorFacts(selector),
    ...{ mostNodes, ruleVersion },
    obligations: obligationFacts(obligations),
    osUsers: osUsers.length === 0 ? undefined : osUsers,
    // Left out of the text where there is none: the text of a request of its own is what it always was.
    extension: extension ? extensionFacts(extension) : undefined,
  } satisfies Covered<Omit<ApprovedContent, "kind">>;
  const encodings = osUsers.length === 0 ? ENCODINGS : ENCODINGS_WITH_USER;
  return JSON.stringify({ encoding: encodings[kind], version, ...facts });
}

/** SHA-256 of the text, hexadecimal: what a decision names, its row keeps and the gateway compares. */
export function requestHash(content: ApprovedContent, version: number): string {
  return createHash("sha256").update(requestText(content, version)).digest("hex");
}

type Covered<T> = Record<keyof T, unknown>;

function nodeFacts({ id, accountId, region, protection }: AskedNode) {
  return { id, accountId, region, protection } satisfies Covered<AskedNode>;
}

function selectorFacts({ accountId, region, tags }: NodeSelector) {
  return {
    accountId: accountId ?? null,
    region: region ?? null,
    // Pairs: an object's members would be sorted again where a key looks like a number.
    tags: Object.entries(tags).sort(byText(([key]) => key)),
  } satisfies Covered<Required<NodeSelector>>;
}

function extensionFacts({ grantId, until }: RequestExtension) {
  return { grantId, until: until.toISOString() } satisfies Covered<RequestExtension>;
}

function obligationFacts(obligations: Obligations) {
  const { approvals, longestWindowSeconds, stepUp, watcher, inputRecording, missingAgentLog, spool } =
    obligations;
  return {
    approvals: approvals.map(({ count, groups }) => ({ count, groups }) satisfies Covered<Approval>),
    ...{ longestWindowSeconds, stepUp, watcher, inputRecording, missingAgentLog, spool },
  } satisfies Covered<Obligations>;
}

/** By code units: the same everywhere, whatever the language of the host. */
function byText<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0);
}
