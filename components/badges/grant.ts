import { CircleCheck, TimerOff } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import { look } from "./look";

export const GRANT_LOOK = {
  running: look("green", CircleCheck, "grant.running"),
  over: look("neutral", TimerOff, "grant.over"),
} as const satisfies Record<"running" | "over", StateLook>;
