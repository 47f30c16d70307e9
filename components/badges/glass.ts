import { Flame, FlameKindling } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { RequestStage } from "@/lib/grants/request-stage-rules";
import type { GlassVerdict } from "@/lib/requests/glass/views";
import { look } from "./look";

const STAGES = {
  waiting: look("violet", Flame, "glass.stage.waiting"),
  approved: look("violet", Flame, "glass.stage.approved"),
  active: look("violet", Flame, "glass.stage.active"),
  ended: look("violet", FlameKindling, "glass.stage.ended"),
} as const satisfies Partial<Record<RequestStage, StateLook>>;
/** Beside what was opened without approval, wherever it is listed. */
export const GLASS_LOOK = look("violet", Flame, "glass.title");
export const DISOWNED_LOOK = look("violet", FlameKindling, "glass.stage.disowned");

/** How a break-glass stands, in violet; undefined where it never broke: that is said as of any request. */
export function glassLook(stage: RequestStage, verdict: GlassVerdict | null): StateLook | undefined {
  if (!(stage in STAGES)) return undefined;
  if (stage === "ended" && verdict === "disowned") return DISOWNED_LOOK;
  return STAGES[stage as keyof typeof STAGES];
}
