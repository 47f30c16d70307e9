import { hash } from "node:crypto";

/** Why a frame or its payload was not understood. */
export type FrameErrorCode =
  | "FRAME_TOO_SHORT"
  | "HEADER_LENGTH"
  | "MESSAGE_TYPE_EMPTY"
  | "CREATED_DATE_ZERO"
  | "NUMBER_OUT_OF_RANGE"
  | "PAYLOAD_LENGTH"
  | "PAYLOAD_DIGEST"
  | "PAYLOAD_MALFORMED";

/** The only error that reading hostile bytes can throw. */
export class FrameError extends Error {
  override readonly name = "FrameError";
  readonly code: FrameErrorCode;

  constructor(code: FrameErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One binary message of the data channel: one WebSocket frame. */
export interface Message {
  /** Without padding; at most 32 bytes of UTF-8. */
  messageType: string;
  schemaVersion: number;
  /** Milliseconds since 1970; never 0. */
  createdDate: number;
  sequenceNumber: number;
  flags: number;
  /** UUID in lower case with hyphens. */
  messageId: string;
  payloadType: number;
  payload: Uint8Array;
}

const headerLength = 116;
const payloadOffset = headerLength + 4;
const typeLength = 32;
const at = {
  messageType: 4,
  schemaVersion: 36,
  createdDate: 40,
  sequenceNumber: 48,
  flags: 56,
  messageId: 64,
  payloadDigest: 80,
  payloadType: 112,
  payloadLength: 116,
} as const;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Writes one message as the bytes of a WebSocket frame.
 * Throws TypeError for a message type over 32 bytes, an id that is no UUID, or a number that is no
 * non-negative integer: those are our own mistakes.
 */
export function encodeMessage(message: Message): Uint8Array {
  const { payload } = message;
  const frame = Buffer.alloc(payloadOffset + payload.byteLength);
  const typeBytes = Buffer.byteLength(message.messageType);
  if (typeBytes === 0 || typeBytes > typeLength) throw new TypeError("message type must have 1 to 32 bytes");
  frame.writeUInt32BE(headerLength, 0);
  frame.fill(0x20, at.messageType, at.messageType + typeLength);
  frame.write(message.messageType, at.messageType, "utf8");
  frame.writeUInt32BE(message.schemaVersion, at.schemaVersion);
  writeInteger(frame, message.createdDate, at.createdDate);
  writeInteger(frame, message.sequenceNumber, at.sequenceNumber);
  writeInteger(frame, message.flags, at.flags);
  writeUuid(frame, message.messageId);
  digestOf(payload).copy(frame, at.payloadDigest);
  frame.writeUInt32BE(message.payloadType, at.payloadType);
  frame.writeUInt32BE(payload.byteLength, at.payloadLength);
  frame.set(payload, payloadOffset);
  return frame;
}

/**
 * Reads one message from the bytes of a WebSocket frame. UNTRUSTED input: the node decides what stands
 * in it. The payload is a view of `frame`, not a copy. Throws FrameError and nothing else.
 * An empty payload's digest is not checked, as in AWS's plugin.
 */
export function parseMessage(frame: Uint8Array): Message {
  const view = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.length < payloadOffset)
    throw new FrameError("FRAME_TOO_SHORT", "frame is shorter than its header");
  if (view.readUInt32BE(0) !== headerLength)
    throw new FrameError("HEADER_LENGTH", "header length is not 116");
  const messageType = readType(view);
  if (messageType === "") throw new FrameError("MESSAGE_TYPE_EMPTY", "message type is empty");
  const createdDate = readInteger(view, at.createdDate);
  if (createdDate === 0) throw new FrameError("CREATED_DATE_ZERO", "created date is zero");
  const payload = view.subarray(payloadOffset);
  if (view.readUInt32BE(at.payloadLength) !== payload.length)
    throw new FrameError("PAYLOAD_LENGTH", "payload length does not match the frame");
  const digest = view.subarray(at.payloadDigest, at.payloadDigest + 32);
  if (payload.length > 0 && !digestOf(payload).equals(digest))
    throw new FrameError("PAYLOAD_DIGEST", "payload digest does not match");
  return {
    messageType,
    schemaVersion: view.readUInt32BE(at.schemaVersion),
    createdDate,
    sequenceNumber: readInteger(view, at.sequenceNumber),
    flags: readInteger(view, at.flags),
    messageId: readUuid(view),
    payloadType: view.readUInt32BE(at.payloadType),
    payload,
  };
}

function digestOf(payload: Uint8Array): Buffer {
  return hash("sha256", payload, "buffer");
}

/** Padding is spaces on the wire; AWS's readers accept NUL as well. */
function readType(view: Buffer): string {
  const padded = view.toString("utf8", at.messageType, at.messageType + typeLength);
  let end = padded.length;
  while (end > 0 && padded.charCodeAt(end - 1) === 0) end--;
  let start = 0;
  while (start < end && padded.charCodeAt(start) === 0) start++;
  return padded.slice(start, end).trim();
}

function writeInteger(frame: Buffer, value: number, offset: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TypeError("header numbers are non-negative integers");
  frame.writeBigUInt64BE(BigInt(value), offset);
}

function readInteger(view: Buffer, offset: number): number {
  const value = view.readUInt32BE(offset) * 0x1_0000_0000 + view.readUInt32BE(offset + 4);
  if (!Number.isSafeInteger(value))
    throw new FrameError("NUMBER_OUT_OF_RANGE", "a header number is out of range");
  return value;
}

/** The wire swaps the two halves of a UUID. */
function writeUuid(frame: Buffer, uuid: string): void {
  if (!uuidPattern.test(uuid)) throw new TypeError("message id is not a UUID");
  const hex = uuid.replaceAll("-", "");
  frame.write(hex.slice(16), at.messageId, "hex");
  frame.write(hex.slice(0, 16), at.messageId + 8, "hex");
}

function readUuid(view: Buffer): string {
  const high = view.toString("hex", at.messageId + 8, at.messageId + 16);
  const low = view.toString("hex", at.messageId, at.messageId + 8);
  return `${high.slice(0, 8)}-${high.slice(8, 12)}-${high.slice(12)}-${low.slice(0, 4)}-${low.slice(4)}`;
}
