/** Message types of the data channel, as they stand in a frame's header. */
export const messageTypes = {
  inputStreamData: "input_stream_data",
  outputStreamData: "output_stream_data",
  acknowledge: "acknowledge",
  channelClosed: "channel_closed",
  startPublication: "start_publication",
  pausePublication: "pause_publication",
  agentSessionState: "agent_session_state",
} as const;

/** Payload types of stream messages; 0 in every other message. */
export const payloadTypes = {
  none: 0,
  output: 1,
  error: 2,
  size: 3,
  parameter: 4,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  encryptionChallengeRequest: 8,
  encryptionChallengeResponse: 9,
  flag: 10,
  stdErr: 11,
  exitCode: 12,
} as const;

/** Header flags. Receivers ignore them; senders set them as the agent and the plugin do. */
export const messageFlags = { none: 0, syn: 1, fin: 2, synFin: 3 } as const;

/** Payloads of a Flag message. */
export const flagValues = { disconnectToPort: 1, terminateSession: 2, connectToPortError: 3 } as const;

/** What a client says about an action the agent asked for in its handshake. */
export const actionStatuses = { success: 1, failed: 2, unsupported: 3 } as const;

/** Session types that end in a terminal; Port (forwarding) is none. */
export const shellSessionTypes: readonly string[] = [
  "Standard_Stream",
  "InteractiveCommands",
  "NonInteractiveCommands",
];
