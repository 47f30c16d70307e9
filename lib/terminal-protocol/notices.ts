/** What the gateway tells whoever types, while the session goes on. Each has a sentence in messages/. */
export const GATEWAY_NOTICES = [
  "NOT_DURABLE",
  "DURABLE_AGAIN",
  "OUTPUT_GAP",
  "OUTPUT_BEHIND",
  "OUTPUT_CAUGHT_UP",
  "KEYS_MAYBE_LOST",
  "NODE_SILENT",
  "HANDSHAKE_REFUSED",
  "RECORDING_NEARLY_FULL",
  // of an encrypted channel, after another gateway
  "CHANNEL_KEY_AWAITED",
  "CHANNEL_KEY_GIVEN",
  // why input was not taken
  "INPUT_NOT_RECORDED",
  "INPUT_NOT_SEALED",
  "INPUT_QUEUE_FULL",
  "CHANNEL_CLOSED",
] as const;
export type GatewayNotice = (typeof GATEWAY_NOTICES)[number];

/** What the browser's end tells its person by itself. */
export type OwnNotice = "MISSING_HERE" | "KEYS_IN_DOUBT" | "EARLIER_IN_REPLAY";

/** What a terminal's line may say. That output has caught up only clears the line, and has no sentence. */
export type ShownNotice = Exclude<GatewayNotice, "OUTPUT_CAUGHT_UP"> | OwnNotice;

/** The window ends soon. */
export const WARNINGS = ["ONE_MINUTE_LEFT"] as const;
