import {
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleX,
  Hourglass,
  LoaderCircle,
  SquareTerminal,
} from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import { SESSION_STATES, type SessionState } from "@/lib/sessions/views";
import { look } from "./look";

export const SESSION_LOOK = {
  created: look("blue", CircleDashed, "session.state.created"),
  opening: look("blue", LoaderCircle, "session.state.opening"),
  open: look("green", SquareTerminal, "session.state.open"),
  ending: look("amber", Hourglass, "session.state.ending"),
  ended: look("neutral", CircleDot, "session.state.ended"),
  failed: look("red", CircleX, "session.state.failed"),
} as const satisfies Record<SessionState, StateLook>;

/** The look of a session's state as a row names it; an unknown word is shown as it is. */
export function sessionLook(state: string): StateLook {
  const known = SESSION_STATES.find((one) => one === state);
  return known ? SESSION_LOOK[known] : { tone: "neutral", icon: CircleHelp, word: state };
}
