import { CircleCheck, CircleMinus, CircleX, Hourglass, TimerOff } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { DeliveryState } from "@/lib/inbox/deliveries/views";
import { look } from "./look";

/** What became of a message that somebody was told by. */
export const DELIVERY_LOOK = {
  waiting: look("blue", Hourglass, "delivery.state.waiting"),
  delivered: look("green", CircleCheck, "delivery.state.delivered"),
  failed: look("red", CircleX, "delivery.state.failed"),
  "gave-up": look("red", TimerOff, "delivery.state.gave-up"),
  settled: look("neutral", CircleMinus, "delivery.state.settled"),
} as const satisfies Record<DeliveryState, StateLook>;
