import type { ChannelEvent, ChannelLimits } from "../channel-events";
import type { DurableCounters, OutputFrame, Recorder } from "./recorder";

/** An output frame with the id that its acknowledgement names. */
export interface ReceivedFrame extends OutputFrame {
  messageId: string;
}

export interface OutputReceiverOptions {
  counters: DurableCounters;
  limits: ChannelLimits;
  recorder: Recorder;
  clock: () => number;
  /** Called only for frames that are durable. */
  acknowledge: (frame: ReceivedFrame) => void;
  /** Acknowledges a durable number whose message is not at hand: agents look at the number alone. */
  acknowledgeNumber: (sequence: number) => void;
  /** Called in order, each number once, only for frames that are durable and acknowledged. */
  deliver: (frame: OutputFrame) => void;
  /** Whether those who are shown output have taken most of it: what is read back waits for them. */
  mayReadOn: () => boolean;
  /** Called when a missing frame keeps everything waiting and the agent has been silent. */
  probe: () => void;
  onEvent: (event: ChannelEvent) => void;
}
