import { type EventTable, stepOf } from "@/lib/kernel/transitions";

/**
 * detached: no connection; numbers go on. attached: both ways are open. closing: the service closed the channel; what
 * came before is recorded, named and acknowledged, nothing more is taken. closing-detached: the same, and the
 * connection is gone too. closed: nothing is acknowledged, shown or sent any more.
 */
export type ChannelState = "detached" | "attached" | "closing" | "closing-detached" | "closed";
/** open: another connection. detach: it is gone. channel-closed: the service says so. close: the owner does. */
export type ChannelStep = "open" | "detach" | "channel-closed" | "close";

/** What is missing is ignored: it has happened, or comes too late. */
export const CHANNEL_TRANSITIONS = {
  detached: { open: "attached", detach: "detached", "channel-closed": "closing-detached", close: "closed" },
  attached: { open: "attached", detach: "detached", "channel-closed": "closing", close: "closed" },
  closing: { detach: "closing-detached", close: "closed" },
  "closing-detached": { close: "closed" },
  closed: {},
} as const satisfies EventTable<ChannelState, ChannelStep>;

/** What a channel does in a state. A frame that was under way when its connection went is still taken. */
export const CHANNEL = {
  detached: { takesFrames: true, sends: false, works: true },
  attached: { takesFrames: true, sends: true, works: true },
  closing: { takesFrames: false, sends: true, works: true },
  "closing-detached": { takesFrames: false, sends: false, works: true },
  closed: { takesFrames: false, sends: false, works: false },
} as const satisfies Record<ChannelState, { takesFrames: boolean; sends: boolean; works: boolean }>;

/** @returns undefined when the step is ignored */
export function nextChannelState(state: ChannelState, step: ChannelStep): ChannelState | undefined {
  return stepOf(CHANNEL_TRANSITIONS, state, step);
}
