import { isId, type SessionId } from "@/lib/kernel/ids";

/** Every address of the gateway, as log lines name it. */
export type GatewayRoute =
  | { pattern: "/gateway/health" | "/gateway/live" }
  | { pattern: `/gateway/sessions/[id]/${SessionPart}`; sessionId: SessionId }
  | { pattern: "/gateway/search" }
  | { pattern: WritePattern }
  | ReplayRoute;

/** What is written here and nowhere else: what passkeys have to do with. */
const WRITE_PATTERNS = [
  ...(["/gateway/step-up/ask", "/gateway/step-up/prove"] as const),
  ...(["/gateway/passkeys/ask", "/gateway/passkeys/add"] as const),
  ...(["/gateway/passkeys/rename", "/gateway/passkeys/remove"] as const),
] as const;
export type WritePattern = (typeof WRITE_PATTERNS)[number];

/** Whether an address takes writes; every other one takes GET. */
export function isWrite(route: GatewayRoute | undefined): route is { pattern: WritePattern } {
  return WRITE_PATTERNS.some((pattern) => pattern === route?.pattern);
}

type SessionPart =
  | "recording"
  | "sealed-input"
  | "evidence"
  | "evidence-file"
  | "terminal"
  | "watch"
  | "search"
  | EvidencePart;
/** What is read of the node's log. */
type EvidencePart = "agent-log" | "agent-log-file" | "differences";

/** What a player reads of a recording. */
export interface ReplayRoute {
  pattern: `/gateway/sessions/[id]/${"replay" | "segments" | "lines" | "commands"}`;
  sessionId: SessionId;
}

const SESSION_PART =
  /^\/gateway\/sessions\/([^/]+)\/(recording|sealed-input|evidence|evidence-file|agent-log|agent-log-file|differences|terminal|watch|replay|segments|lines|commands|search)$/;

/** @returns undefined for an address that is none of ours, and for a session's id that can't be one */
export function gatewayRoute(path: string): GatewayRoute | undefined {
  if (path === "/gateway/health" || path === "/gateway/live" || path === "/gateway/search")
    return { pattern: path };
  const write = WRITE_PATTERNS.find((pattern) => pattern === path);
  if (write) return { pattern: write };
  const match = SESSION_PART.exec(path);
  const sessionId = match?.[1];
  if (!isId("session", sessionId)) return undefined;
  return { pattern: `/gateway/sessions/[id]/${match?.[2] as SessionPart}`, sessionId };
}
