import { Ban, Check, CircleX } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { AuditSentence } from "@/lib/overview/views";
import { look } from "./look";

export const OUTCOME_LOOK = {
  done: look("neutral", Check, "audit.outcome.done"),
  refused: look("red", Ban, "audit.outcome.refused"),
  failed: look("red", CircleX, "audit.outcome.failed"),
} as const satisfies Record<AuditSentence["outcome"], StateLook>;
