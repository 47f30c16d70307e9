import { CircleCheck, SquareTerminal } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { RequestStage } from "@/lib/grants/request-stage-rules";
import type { GlassVerdict } from "@/lib/requests/glass/views";
import type { RequestKind, RequestState } from "@/lib/requests/views";
import { glassLook } from "./glass";
import { look } from "./look";
import { REQUEST_LOOK } from "./request";

/** The state in the top bar of a request's page, which knows the access that came of it. */
export const REQUEST_STAGE_LOOK = {
  waiting: REQUEST_LOOK.waiting,
  approved: REQUEST_LOOK.approved,
  active: look("green", SquareTerminal, "request.stage.active"),
  ended: look("neutral", CircleCheck, "request.stage.ended"),
  denied: REQUEST_LOOK.denied,
  expired: REQUEST_LOOK.lapsed,
  withdrawn: REQUEST_LOOK.withdrawn,
} as const satisfies Record<RequestStage, StateLook>;

/** The same of a request that may be a break-glass. */
export function stageLook(stage: RequestStage, glass: { verdict: GlassVerdict | null } | null): StateLook {
  return (glass && glassLook(stage, glass.verdict)) ?? REQUEST_STAGE_LOOK[stage];
}

/** The state in a list: as on the request's page, but that lists don't know whether a shell is open. */
export function requestRowLook({
  kind,
  state,
  isAccessOver,
}: {
  kind: RequestKind;
  state: RequestState;
  isAccessOver: boolean;
}): StateLook {
  const isOver = state === "approved" && isAccessOver;
  const stage = isOver ? "ended" : state === "lapsed" ? "expired" : state;
  const glass = kind === "break-glass" ? glassLook(stage, null) : undefined;
  return glass ?? (isOver ? REQUEST_STAGE_LOOK.ended : REQUEST_LOOK[state]);
}
