/** What an approver had on the screen when they left to sign in again. */
export interface KeptDecision {
  /** Less than the whole of it. */
  chosen: { windowSeconds?: number; nodeIds?: readonly string[]; mostNodes?: number; osUser?: string };
  comment: string | null;
}

/** It belongs to this tab and to this request as it was. */
const keyOf = (requestId: string) => `halligan.decision.${requestId}`;

export function keepDecision(requestId: string, kept: KeptDecision): void {
  sessionStorage.setItem(keyOf(requestId), JSON.stringify(kept));
}

/** Takes it out of the browser, where it stood as text: what is none of ours is as if there was none. */
export function takeDecision(requestId: string): KeptDecision | undefined {
  const text = sessionStorage.getItem(keyOf(requestId));
  dropDecision(requestId);
  return text === null ? undefined : readDecision(text);
}

export function dropDecision(requestId: string): void {
  sessionStorage.removeItem(keyOf(requestId));
}

export function readDecision(text: string): KeptDecision | undefined {
  const kept = parsed(text);
  const chosen = isRecord(kept) && isRecord(kept.chosen) ? kept.chosen : undefined;
  if (!isRecord(kept) || !chosen) return undefined;
  const { windowSeconds, nodeIds, mostNodes, osUser } = chosen;
  return {
    comment: typeof kept.comment === "string" ? kept.comment : null,
    chosen: {
      ...(isCount(windowSeconds) ? { windowSeconds } : {}),
      ...(Array.isArray(nodeIds) ? { nodeIds: nodeIds.map(String) } : {}),
      ...(isCount(mostNodes) ? { mostNodes } : {}),
      ...(typeof osUser === "string" ? { osUser } : {}),
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}
