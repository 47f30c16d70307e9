import { CircleSlash, Wifi, WifiLow, WifiOff } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { NodeState } from "@/lib/nodes/views";
import { look } from "./look";

export const NODE_LOOK = {
  online: look("green", Wifi, "node.state.online"),
  unconfirmed: look("amber", WifiLow, "node.state.unconfirmed"),
  offline: look("amber", WifiOff, "node.state.offline"),
  missing: look("neutral", CircleSlash, "node.state.missing"),
} as const satisfies Record<NodeState, StateLook>;
