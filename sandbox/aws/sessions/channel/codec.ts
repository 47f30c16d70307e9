import { createHash, randomUUID } from "node:crypto";

/**
 * The binary message of the data channel, as the agent and Session Manager's plugin write it. All integers
 * are big-endian. This codec is the sandbox's own on purpose: sharing it with the portal would hide the same
 * mistake twice.
 */

export const MESSAGE_TYPE = {
  input: "input_stream_data",
  output: "output_stream_data",
  acknowledge: "acknowledge",
  channelClosed: "channel_closed",
  startPublication: "start_publication",
  pausePublication: "pause_publication",
  agentSessionState: "agent_session_state",
} as const;

export const PAYLOAD_TYPE = {
  none: 0,
  output: 1,
  size: 3,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  challengeRequest: 8,
  challengeResponse: 9,
  flag: 10,
  stdErr: 11,
  exitCode: 12,
} as const;

/** Bits of the flags field; both ends write them and neither reads them. */
export const FLAG = { none: 0, syn: 1, synFin: 3 } as const;

export interface ChannelMessage {
  messageType: string;
  schemaVersion: number;
  /** Epoch milliseconds; never zero on the wire. */
  createdDate: number;
  sequenceNumber: number;
  flags: number;
  messageId: string;
  payloadType: number;
  payload: Buffer;
}

export interface ReceivedMessage extends ChannelMessage {
  /** False when the digest in the header is not the payload's; the agent does not look, the plugin does. */
  isDigestRight: boolean;
}

const HEADER_LENGTH = 116;
const PAYLOAD_OFFSET = HEADER_LENGTH + 4;
const TYPE_LENGTH = 32;

/** Writes one message; `messageId` defaults to a new one, `schemaVersion` to 1. */
export function encodeMessage(
  message: Omit<ChannelMessage, "messageId" | "schemaVersion"> & {
    messageId?: string;
    schemaVersion?: number;
  },
): Buffer {
  const { payload } = message;
  const frame = Buffer.alloc(PAYLOAD_OFFSET + payload.length);
  frame.writeUInt32BE(HEADER_LENGTH, 0);
  frame.fill(0x20, 4, 4 + TYPE_LENGTH);
  frame.write(message.messageType, 4, TYPE_LENGTH, "utf8");
  frame.writeUInt32BE(message.schemaVersion ?? 1, 36);
  frame.writeBigUInt64BE(BigInt(message.createdDate), 40);
  frame.writeBigInt64BE(BigInt(message.sequenceNumber), 48);
  frame.writeBigUInt64BE(BigInt(message.flags), 56);
  writeUuid(frame, 64, message.messageId ?? randomUUID());
  createHash("sha256").update(payload).digest().copy(frame, 80);
  frame.writeUInt32BE(message.payloadType, 112);
  frame.writeUInt32BE(payload.length, HEADER_LENGTH);
  payload.copy(frame, PAYLOAD_OFFSET);
  return frame;
}

/**
 * Reads one message. Returns undefined for what both receivers drop in silence: a frame that is too short, a
 * header length of zero or beyond the frame, an empty type, a creation date of zero.
 */
export function decodeMessage(frame: Buffer): ReceivedMessage | undefined {
  if (frame.length < PAYLOAD_OFFSET) return undefined;
  const headerLength = frame.readUInt32BE(0);
  if (headerLength < HEADER_LENGTH || headerLength + 4 > frame.length) return undefined;
  const messageType = trimType(frame.toString("utf8", 4, 4 + TYPE_LENGTH));
  const createdDate = Number(frame.readBigUInt64BE(40));
  if (messageType === "" || createdDate === 0) return undefined;
  // Readers take everything behind the length field, whatever the length field says.
  const payload = frame.subarray(headerLength + 4);
  const payloadLength = frame.readUInt32BE(headerLength);
  const digest = createHash("sha256").update(payload).digest();
  return {
    messageType,
    schemaVersion: frame.readUInt32BE(36),
    createdDate,
    sequenceNumber: Number(frame.readBigInt64BE(48)),
    flags: Number(frame.readBigUInt64BE(56)),
    messageId: readUuid(frame, 64),
    payloadType: frame.readUInt32BE(112),
    payload,
    isDigestRight: payloadLength === 0 || digest.equals(frame.subarray(80, 112)),
  };
}

function trimType(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(0, end).trim();
}

/** The two 8-byte halves of a message id are swapped on the wire. */
function writeUuid(frame: Buffer, offset: number, uuid: string): void {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  bytes.copy(frame, offset, 8, 16);
  bytes.copy(frame, offset + 8, 0, 8);
}

function readUuid(frame: Buffer, offset: number): string {
  const high = frame.toString("hex", offset + 8, offset + 16);
  const low = frame.toString("hex", offset, offset + 8);
  return [high.slice(0, 8), high.slice(8, 12), high.slice(12), low.slice(0, 4), low.slice(4)].join("-");
}
