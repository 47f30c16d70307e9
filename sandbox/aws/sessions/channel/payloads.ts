import { randomUUID } from "node:crypto";
import { z } from "zod";
import { encodeMessage, FLAG, MESSAGE_TYPE, PAYLOAD_TYPE, type ReceivedMessage } from "./codec";

/** What the frames carry: the JSON payloads, in the key order the real programs write. */

export const AGENT_VERSION = "3.3.987.0";

/** Meaning of a Flag payload (four bytes, big-endian). */
export const SESSION_FLAG = { terminateSession: 2 } as const;

const openDataChannel = z.object({
  MessageSchemaVersion: z.string(),
  RequestId: z.string(),
  TokenValue: z.string(),
  ClientId: z.string().optional(),
  ClientVersion: z.string().optional(),
});

const acknowledgement = z.object({ AcknowledgedMessageSequenceNumber: z.number().int() });
const terminalSize = z.object({
  cols: z.number().int().min(1).max(1000),
  rows: z.number().int().min(1).max(1000),
});
/** What a client answers to KMSEncryption. */
const kmsAnswer = z.object({
  KMSCipherTextKey: z.string().min(1),
  ChallengeAcknowledgement: z.boolean().default(false),
});
export type KmsAnswer = z.infer<typeof kmsAnswer>;
const challenge = z.object({ Challenge: z.string().min(1) });
const handshakeResponse = z.object({
  ClientVersion: z.string(),
  ProcessedClientActions: z.array(
    z.object({
      ActionType: z.string(),
      ActionStatus: z.number(),
      ActionResult: z.unknown(),
      Error: z.string().nullish(),
    }),
  ),
});

/** The first text frame of a client; undefined when it is not one. */
export function parseOpenDataChannel(text: string) {
  return parseJson(openDataChannel, text);
}

export function parseAcknowledgement(payload: Buffer): number | undefined {
  return parseJson(acknowledgement, payload.toString("utf8"))?.AcknowledgedMessageSequenceNumber;
}

export function parseSize(payload: Buffer) {
  return parseJson(terminalSize, payload.toString("utf8"));
}

export function parseHandshakeResponse(payload: Buffer) {
  return parseJson(handshakeResponse, payload.toString("utf8"));
}

/** What a client answered to KMSEncryption; undefined where it gave no key. */
export function kmsAnswerIn(response: z.infer<typeof handshakeResponse>): KmsAnswer | undefined {
  const action = response.ProcessedClientActions.find(({ ActionType }) => ActionType === "KMSEncryption");
  return kmsAnswer.safeParse(action?.ActionResult).data;
}

/** The encrypted bytes of a challenge or of its answer. */
export function parseChallenge(payload: Buffer): Buffer | undefined {
  const parsed = parseJson(challenge, payload.toString("utf8"));
  return parsed && Buffer.from(parsed.Challenge, "base64");
}

export function challengePayload(encrypted: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ Challenge: encrypted.toString("base64") }));
}

export function acknowledgeFrame(received: ReceivedMessage, createdDate: number): Buffer {
  return controlFrame(MESSAGE_TYPE.acknowledge, FLAG.synFin, createdDate, {
    AcknowledgedMessageType: received.messageType,
    AcknowledgedMessageId: received.messageId,
    AcknowledgedMessageSequenceNumber: received.sequenceNumber,
    IsSequentialMessage: true,
  });
}

/** Tells the client that the session is over; `output` is the reason it shows, empty for a plain exit. */
export function channelClosedFrame(about: {
  sessionId: string;
  target: string;
  output: string;
  createdDate: number;
}): Buffer {
  const messageId = randomUUID();
  return encodeMessage({
    messageType: MESSAGE_TYPE.channelClosed,
    messageId,
    createdDate: about.createdDate,
    sequenceNumber: 0,
    flags: FLAG.none,
    payloadType: PAYLOAD_TYPE.none,
    payload: Buffer.from(
      JSON.stringify({
        MessageId: messageId,
        CreatedDate: new Date(about.createdDate).toISOString(),
        DestinationId: about.target,
        SessionId: about.sessionId,
        MessageType: MESSAGE_TYPE.channelClosed,
        SchemaVersion: 1,
        Output: about.output,
      }),
    ),
  });
}

export function handshakeRequestPayload(
  sessionType: string,
  properties: unknown,
  encryption?: { keyId: string; requestChallenge: string },
): Buffer {
  return Buffer.from(
    JSON.stringify({
      AgentVersion: AGENT_VERSION,
      RequestedClientActions: [
        ...(encryption
          ? [
              {
                ActionType: "KMSEncryption",
                ActionParameters: { KMSKeyId: encryption.keyId, Challenge: encryption.requestChallenge },
              },
            ]
          : []),
        {
          ActionType: "SessionType",
          ActionParameters: { SessionType: sessionType, Properties: properties ?? null },
        },
      ],
    }),
  );
}

/** @param nanoseconds how long the handshake took */
export function handshakeCompletePayload(nanoseconds: number, customerMessage: string): Buffer {
  return Buffer.from(
    JSON.stringify({ HandshakeTimeToComplete: nanoseconds, CustomerMessage: customerMessage }),
  );
}

function controlFrame(messageType: string, flags: number, createdDate: number, content: object): Buffer {
  return encodeMessage({
    messageType,
    createdDate,
    sequenceNumber: 0,
    flags,
    payloadType: PAYLOAD_TYPE.none,
    payload: Buffer.from(JSON.stringify(content)),
  });
}

function parseJson<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Not JSON: whoever sent it is ignored, as the real receivers do.
  }
}
