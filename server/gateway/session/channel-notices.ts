import { isAppError } from "@/lib/kernel/errors";
import { ChannelError, type ChannelEvent } from "@/lib/session-manager/channel-events";
import type { GatewayNotice } from "@/lib/terminal-protocol/notices";

/** What the person who types is told of what happens in the channel; null: there is nothing for them to do. */
export const CHANNEL_NOTICES = {
  "recording.failed": "NOT_DURABLE",
  "recording.recovered": "DURABLE_AGAIN",
  "gap.closed": "OUTPUT_GAP",
  "input.filled": "KEYS_MAYBE_LOST",
  "input.stalled": "NODE_SILENT",
  "output.behind": "OUTPUT_BEHIND",
  "output.caught-up": "OUTPUT_CAUGHT_UP",
  "handshake.refused": "HANDSHAKE_REFUSED",
  "encryption.refused": null, // it ends the session, which says why
  ready: null,
  "output.late": null,
  "output.refused": null,
  "reading.paused": null,
  "reading.resumed": null,
  "frame.dropped": null,
  closing: null,
} as const satisfies Record<ChannelEvent["type"], GatewayNotice | null>;

/** The notice of an event, as it goes to the browser. */
export function noticeOf(
  event: ChannelEvent,
): { type: "notice"; code: GatewayNotice; params?: { from: number; to: number } } | undefined {
  const code = CHANNEL_NOTICES[event.type];
  if (code === null) return undefined;
  if (event.type === "recording.failed" && refusalOf(event.error) === "INPUT_NOT_SEALED")
    return { type: "notice", code: "INPUT_NOT_SEALED" };
  if (event.type !== "gap.closed") return { type: "notice", code };
  const { from, to } = event.gap;
  return { type: "notice", code, params: { from, to } };
}

/** Why input is refused that could not be recorded. */
export type InputRefusal = Extract<GatewayNotice, "INPUT_NOT_RECORDED" | "INPUT_NOT_SEALED">;

export function refusalOf(error: unknown): InputRefusal {
  return isAppError(error) && error.code === "INPUT_NOT_SEALED" ? "INPUT_NOT_SEALED" : "INPUT_NOT_RECORDED";
}

/** What is said when input was refused. @param refusal why the last could not be recorded */
export function refusedNotice(error: unknown, refusal: InputRefusal): GatewayNotice {
  const code = error instanceof ChannelError ? error.code : "INPUT_NOT_RECORDED";
  return code === "INPUT_NOT_RECORDED" ? refusal : code;
}
