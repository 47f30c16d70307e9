import { FrameError } from "./wire/message";
import {
  buildHandshakeResponse,
  type ProcessedAction,
  parseHandshakeComplete,
  parseHandshakeRequest,
  type RequestedAction,
} from "./wire/payloads";
import { actionStatuses, shellSessionTypes } from "./wire/wire-types";

export interface HandshakeAnswer {
  /** UNTRUSTED text. */
  agentVersion: string;
  /** The payload of the handshake response. */
  payload: Uint8Array;
  /** Why no shell will come; empty when everything asked for can be done. UNTRUSTED names inside. */
  refusals: string[];
}

/**
 * Answers what the agent asks for before the shell opens: only the session types that are shells.
 * `request` is the payload of a handshake request; a malformed one is answered with a refusal.
 */
export function answerHandshake(request: Uint8Array, clientVersion: string): HandshakeAnswer {
  const { agentVersion, actions } = readRequest(request);
  const processed = actions.map(processAction);
  const refusals = processed.filter((action) => action.error !== "").map((action) => action.error);
  if (!actions.some((action) => action.actionType === "SessionType"))
    refusals.push("the agent named no session type");
  const payload = buildHandshakeResponse({ clientVersion, actions: processed, errors: refusals });
  return { agentVersion, payload, refusals };
}

function readRequest(request: Uint8Array): { agentVersion: string; actions: RequestedAction[] } {
  try {
    return parseHandshakeRequest(request);
  } catch (error) {
    if (error instanceof FrameError) return { agentVersion: "", actions: [] };
    throw error;
  }
}

function processAction(action: RequestedAction): ProcessedAction {
  const { actionType } = action;
  if (actionType !== "SessionType") {
    const error = `action ${actionType} is not supported`;
    return { actionType, status: actionStatuses.unsupported, result: null, error };
  }
  const sessionType = sessionTypeOf(action.parameters);
  if (shellSessionTypes.includes(sessionType))
    return { actionType, status: actionStatuses.success, result: null, error: "" };
  const error = `session type ${sessionType} is not supported`;
  return { actionType, status: actionStatuses.failed, result: null, error };
}

function sessionTypeOf(parameters: unknown): string {
  if (typeof parameters !== "object" || parameters === null || !("SessionType" in parameters))
    return "(none)";
  return String(parameters.SessionType);
}

/** A message that can't be read must not keep the shell from opening. */
export function customerMessageOf(payload: Uint8Array): string {
  try {
    return parseHandshakeComplete(payload).customerMessage;
  } catch (error) {
    if (error instanceof FrameError) return "";
    throw error;
  }
}
