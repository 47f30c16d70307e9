import { FrameError } from "./message";
import { messageTypes } from "./wire-types";

/** Columns and rows of a terminal. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

/** What an acknowledge message says; senders match by sequence number only. */
export interface Acknowledgement {
  messageType: string;
  messageId: string;
  sequenceNumber: number;
}

/** An action that the agent asks the client to carry out before the shell opens. */
export interface RequestedAction {
  actionType: string;
  parameters: unknown;
}

export interface HandshakeRequest {
  agentVersion: string;
  actions: RequestedAction[];
}

export interface ProcessedAction {
  actionType: string;
  /** One of `actionStatuses`. */
  status: number;
  result: unknown;
  error: string;
}

export interface HandshakeResponse {
  clientVersion: string;
  actions: ProcessedAction[];
  errors: string[];
}

export interface HandshakeComplete {
  timeToCompleteNanoseconds: number;
  customerMessage: string;
}

export interface ChannelClosed {
  sessionId: string;
  /** The reason the service gives; empty for an ordinary end. UNTRUSTED text. */
  output: string;
}

/** The first frame of a client, the only text one. It carries the token: never log it. */
export function buildOpenDataChannel(open: {
  requestId: string;
  token: string;
  clientId: string;
  clientVersion: string;
}): string {
  return JSON.stringify({
    MessageSchemaVersion: "1.0",
    RequestId: open.requestId,
    TokenValue: open.token,
    ClientId: open.clientId,
    ClientVersion: open.clientVersion,
  });
}

/** Key order and spelling as AWS's own senders write them. */
export function buildAcknowledgement(ack: Acknowledgement): Uint8Array {
  return toBytes({
    AcknowledgedMessageType: ack.messageType,
    AcknowledgedMessageId: ack.messageId,
    AcknowledgedMessageSequenceNumber: ack.sequenceNumber,
    IsSequentialMessage: true,
  });
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseAcknowledgement(payload: Uint8Array): Acknowledgement {
  const json = readObject(payload);
  return {
    messageType: readString(json, "AcknowledgedMessageType"),
    messageId: readString(json, "AcknowledgedMessageId"),
    sequenceNumber: readCount(json, "AcknowledgedMessageSequenceNumber"),
  };
}

export function buildSize(size: TerminalSize): Uint8Array {
  return toBytes({ cols: size.cols, rows: size.rows });
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseSize(payload: Uint8Array): TerminalSize {
  const json = readObject(payload);
  return { cols: readCount(json, "cols"), rows: readCount(json, "rows") };
}

export function buildHandshakeRequest(request: HandshakeRequest): Uint8Array {
  return toBytes({
    AgentVersion: request.agentVersion,
    RequestedClientActions: request.actions.map((action) => ({
      ActionType: action.actionType,
      ActionParameters: action.parameters,
    })),
  });
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseHandshakeRequest(payload: Uint8Array): HandshakeRequest {
  const json = readObject(payload);
  return {
    agentVersion: readString(json, "AgentVersion"),
    actions: readArray(json, "RequestedClientActions").map((action) => ({
      actionType: readString(action, "ActionType"),
      parameters: action.ActionParameters,
    })),
  };
}

export function buildHandshakeResponse(response: HandshakeResponse): Uint8Array {
  return toBytes({
    ClientVersion: response.clientVersion,
    ProcessedClientActions: response.actions.map((action) => ({
      ActionType: action.actionType,
      ActionStatus: action.status,
      ActionResult: action.result,
      Error: action.error,
    })),
    Errors: response.errors.length === 0 ? null : response.errors,
  });
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseHandshakeResponse(payload: Uint8Array): HandshakeResponse {
  const json = readObject(payload);
  const errors = Array.isArray(json.Errors) ? json.Errors.map(String) : [];
  return {
    clientVersion: readString(json, "ClientVersion"),
    actions: readArray(json, "ProcessedClientActions").map((action) => ({
      actionType: readString(action, "ActionType"),
      status: readCount(action, "ActionStatus"),
      result: action.ActionResult,
      error: readString(action, "Error"),
    })),
    errors,
  };
}

export function buildHandshakeComplete(complete: HandshakeComplete): Uint8Array {
  return toBytes({
    HandshakeTimeToComplete: complete.timeToCompleteNanoseconds,
    CustomerMessage: complete.customerMessage,
  });
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseHandshakeComplete(payload: Uint8Array): HandshakeComplete {
  const json = readObject(payload);
  return {
    timeToCompleteNanoseconds: readCount(json, "HandshakeTimeToComplete"),
    customerMessage: readString(json, "CustomerMessage"),
  };
}

export function buildChannelClosed(closed: {
  messageId: string;
  createdDate: string;
  destinationId: string;
  sessionId: string;
  output: string;
}): Uint8Array {
  return toBytes({
    MessageId: closed.messageId,
    CreatedDate: closed.createdDate,
    DestinationId: closed.destinationId,
    SessionId: closed.sessionId,
    MessageType: messageTypes.channelClosed,
    SchemaVersion: 1,
    Output: closed.output,
  });
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseChannelClosed(payload: Uint8Array): ChannelClosed {
  const json = readObject(payload);
  return { sessionId: readString(json, "SessionId"), output: readString(json, "Output") };
}

/** `flag` is one of `flagValues`. */
export function buildFlag(flag: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(flag);
  return bytes;
}

/** Throws FrameError PAYLOAD_MALFORMED. */
export function parseFlag(payload: Uint8Array): number {
  if (payload.byteLength !== 4) throw malformed("a flag has four bytes");
  return Buffer.from(payload.buffer, payload.byteOffset, 4).readUInt32BE();
}

function toBytes(json: object): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string, cause?: unknown): FrameError {
  return new FrameError("PAYLOAD_MALFORMED", message, cause === undefined ? undefined : { cause });
}

function readObject(payload: Uint8Array): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8"));
  } catch (cause) {
    throw malformed("the payload is not JSON", cause);
  }
  if (!isObject(json)) throw malformed("the payload is not a JSON object");
  return json;
}

/** Go writes nil strings and slices as null or leaves them out: an absent string is an empty one. */
function readString(json: JsonObject, key: string): string {
  const value = json[key] ?? "";
  if (typeof value !== "string") throw malformed(`${key} is not a string`);
  return value;
}

function readCount(json: JsonObject, key: string): number {
  const value = json[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw malformed(`${key} is not a non-negative integer`);
  return value;
}

function readArray(json: JsonObject, key: string): JsonObject[] {
  const value = json[key] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw malformed(`${key} is not a list of objects`);
  return value;
}
