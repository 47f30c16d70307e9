import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerHandshake } from "../handshake";
import { FrameError } from "./message";
import * as payloads from "./payloads";
import { actionStatuses, flagValues } from "./wire-types";

const vectors: { messages: { name: string; payloadHex: string }[] } = JSON.parse(
  readFileSync("fixtures/session-manager/message-vectors.json", "utf8"),
);
const payloadOf = (name: string) =>
  Buffer.from(vectors.messages.find((vector) => vector.name === name)?.payloadHex ?? "", "hex");
const text = (payload: Uint8Array) => Buffer.from(payload).toString("utf8");

const acknowledged = {
  messageType: "output_stream_data",
  messageId: "00112233-4455-4677-8899-aabbccddee04",
  sequenceNumber: 0,
};
const shell = { actionType: "SessionType", parameters: { SessionType: "Standard_Stream", Properties: null } };
const request = { agentVersion: "3.3.987.0", actions: [shell] };
const response = {
  clientVersion: "1.2.677.0",
  actions: [{ actionType: "SessionType", status: actionStatuses.success, result: null, error: "" }],
  errors: [],
};
const complete = { timeToCompleteNanoseconds: 1234567, customerMessage: "" };
const closed = {
  messageId: "00112233-4455-4677-8899-aabbccddee0d",
  createdDate: "2025-01-01T00:00:00.123Z",
  destinationId: "i-0123456789abcdef0",
  sessionId: "alice-0a1b2c3d4e5f60718",
  output: "",
};

describe("payloads as AWS's programs write them", () => {
  it.each<[string, Uint8Array]>([
    ["ack_from_client", payloads.buildAcknowledgement(acknowledged)],
    ["input_terminal_size", payloads.buildSize({ cols: 120, rows: 40 })],
    ["input_flag_terminate_session", payloads.buildFlag(flagValues.terminateSession)],
    ["handshake_request_session_type", payloads.buildHandshakeRequest(request)],
    ["handshake_response", payloads.buildHandshakeResponse(response)],
    ["handshake_complete", payloads.buildHandshakeComplete(complete)],
    ["channel_closed", payloads.buildChannelClosed(closed)],
  ])("builds %s byte for byte", (name, payload) => {
    expect(text(payload)).toBe(text(payloadOf(name)));
  });

  it("reads them back", () => {
    expect(payloads.parseAcknowledgement(payloadOf("ack_from_client"))).toEqual(acknowledged);
    expect(payloads.parseSize(payloadOf("input_terminal_size"))).toEqual({ cols: 120, rows: 40 });
    expect(payloads.parseFlag(payloadOf("input_flag_terminate_session"))).toBe(2);
    expect(payloads.parseHandshakeRequest(payloadOf("handshake_request_session_type"))).toEqual(request);
    expect(payloads.parseHandshakeResponse(payloadOf("handshake_response"))).toEqual(response);
    expect(payloads.parseHandshakeComplete(payloadOf("handshake_complete"))).toEqual(complete);
    expect(payloads.parseChannelClosed(payloadOf("channel_closed_with_output"))).toEqual({
      sessionId: closed.sessionId,
      output: "Your session has been terminated for the following reason: idle timeout",
    });
  });

  it("answers the handshake of the vectors byte for byte", () => {
    const answer = answerHandshake(payloadOf("handshake_request_session_type"), "1.2.677.0");
    expect(text(answer.payload)).toBe(text(payloadOf("handshake_response")));
    expect(answer).toMatchObject({ agentVersion: "3.3.987.0", refusals: [] });
  });
});

it("tolerates strings that Go left out and dates that are numbers", () => {
  const payload = Buffer.from('{"CreatedDate":1735689600123,"SessionId":null}');
  expect(payloads.parseChannelClosed(payload)).toEqual({ sessionId: "", output: "" });
});

it("never throws anything but FrameError at a hostile payload", () => {
  const parsers = [
    payloads.parseAcknowledgement,
    payloads.parseSize,
    payloads.parseFlag,
    payloads.parseHandshakeRequest,
    payloads.parseHandshakeResponse,
    payloads.parseHandshakeComplete,
    payloads.parseChannelClosed,
  ];
  const keys = fc.constantFrom(
    "Output",
    "Errors",
    "cols",
    "rows",
    "ProcessedClientActions",
    "ActionType",
    "RequestedClientActions",
    "AcknowledgedMessageSequenceNumber",
    "HandshakeTimeToComplete",
  );
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.dictionary(keys, fc.jsonValue()).map((json) => Buffer.from(JSON.stringify(json))),
  );
  fc.assert(
    fc.property(hostile, fc.constantFrom(...parsers), (payload, parse) => {
      try {
        parse(payload);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
      answerHandshake(payload, "1");
    }),
    { numRuns: 400 },
  );
});

it("survives JSON nested deeper than any stack", () => {
  const deep = Buffer.from(`{"Output":${"[".repeat(200_000)}`);
  expect(() => payloads.parseChannelClosed(deep)).toThrow(FrameError);
});
