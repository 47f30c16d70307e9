import { Ban, Check, Hourglass, TimerOff, Undo2 } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { RequestState } from "@/lib/requests/views";
import { look } from "./look";

export const REQUEST_LOOK = {
  waiting: look("blue", Hourglass, "request.state.waiting"),
  approved: look("green", Check, "request.state.approved"),
  denied: look("red", Ban, "request.state.denied"),
  withdrawn: look("neutral", Undo2, "request.state.withdrawn"),
  lapsed: look("neutral", TimerOff, "request.state.lapsed"),
} as const satisfies Record<RequestState, StateLook>;
