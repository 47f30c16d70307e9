import type { Terminal, TerminalOptions } from "./terminal";
import type { Visitor } from "./visitor";
import { until } from "./waiting";

/** The nodes of the sandbox's account. ledger-3 is staging: the rule asks for nobody's yes. */
export const NODES = {
  payments: "i-0f3a9c41d7e25b91c",
  ledger: "i-0b7d20e94a6c8135f",
  search: "i-04c8e6f1b92d7a350",
  edge: "i-0a91d3b75c4e2f860",
} as const;
export type NodeName = keyof typeof NODES;

export interface Asked {
  requestId: string;
  /** Of what was asked for: a decision names it. */
  requestHash: string;
  grantId?: string;
}

/** Asks for a node. ledger-3 is granted at once. */
export function ask(
  person: Visitor,
  nodeId: string = NODES.ledger,
  windowSeconds = 600,
  osUser?: string,
): Promise<Asked> {
  // The inventory is read by jobs: a world that has just started may not know its nodes yet.
  return until(`${nodeId} can be asked for`, 20_000, async () => {
    const { status, body } = await person.write("/api/requests/create", {
      nodeIds: [nodeId],
      justification: "Worker stuck, queue grows",
      incident: "INC-4711",
      windowSeconds,
      ...(osUser === undefined ? {} : { osUser }),
    });
    if (status !== 200 && !/NODE_UNKNOWN|NODE_OFFLINE|STALE_NODE/.test(body)) throw new Error(body);
    return status === 200 && (JSON.parse(body) as Asked);
  });
}

/** A grant on a node, with the yes that a production node needs. */
export async function grantOn(
  person: Visitor,
  approver: Visitor,
  name: NodeName,
  windowSeconds?: number,
): Promise<string> {
  const { requestId, requestHash, grantId } = await ask(person, NODES[name], windowSeconds);
  if (grantId !== undefined) return grantId;
  const decision = { requestId, version: 1, requestHash, verdict: "approve" };
  return (await approver.post<{ grantId: string }>("/api/requests/decide", decision)).grantId;
}

/** A session of ledger-3, created and not opened. */
export async function createdSession(
  person: Visitor,
  windowSeconds = 600,
): Promise<{ sessionId: string; grantId: string }> {
  const { grantId = "" } = await ask(person, NODES.ledger, windowSeconds);
  const { sessionId } = await person.post<{ sessionId: string }>("/api/sessions/create", {
    grantId,
    nodeId: NODES.ledger,
  });
  return { sessionId, grantId };
}

/** A shell on ledger-3, at its prompt. */
export async function openShell(
  person: Visitor,
  options: TerminalOptions = {},
): Promise<{ sessionId: string; grantId: string; terminal: Terminal }> {
  const { sessionId, grantId } = await createdSession(person);
  const terminal = await person.open(sessionId, options).ready();
  return { sessionId, grantId, terminal };
}
