import type { DeliveryKind, DeliveryState } from "@/lib/inbox/deliveries/views";
import type { TryOutcome } from "./rules";

export interface DeliveryTry {
  at: Date;
  outcome: TryOutcome;
  /** The receiver's own words: hostile text. */
  answer: string;
}

/** One message about a request, as its page shows it. */
export interface DeliveryView {
  id: string;
  kind: DeliveryKind;
  channel: string;
  /** Null: an endpoint and no person. */
  personName: string | null;
  state: DeliveryState;
  createdAt: Date;
  closedAt: Date | null;
  nextTryAt: Date | null;
  tryCount: number;
  /** The latest, oldest first. */
  tries: DeliveryTry[];
}

/** A way by which messages go, for administrators. */
export interface ChannelView {
  name: string;
  kind: "mail" | "push" | "webhook";
  failingSince: Date | null;
  /** The last try's answer: hostile text. */
  failure: string | null;
  deliveredAt: Date | null;
  /** Messages that wait for it. */
  waiting: number;
}
