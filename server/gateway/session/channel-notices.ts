import type { ChannelEvent } from "@/lib/session-manager/channel-events";
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
  if (event.type !== "gap.closed") return { type: "notice", code };
  const { from, to } = event.gap;
  return { type: "notice", code, params: { from, to } };
}
