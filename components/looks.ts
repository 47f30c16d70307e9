import {
  Ban,
  Check,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleSlash,
  CircleX,
  ClipboardCheck,
  ClipboardList,
  Flag,
  Hourglass,
  LoaderCircle,
  Shield,
  ShieldAlert,
  SquareTerminal,
  TimerOff,
  TriangleAlert,
  Undo2,
  Wifi,
  WifiOff,
} from "lucide-react";
import type { NodeState, Protection } from "@/lib/nodes/views";
import type { AuditSentence } from "@/lib/overview/views";
import type { RequestState } from "@/lib/requests/views";
import { REVIEW_VERDICTS, type ReviewVerdict } from "@/lib/reviews/views";
import { SESSION_STATES, type SessionState } from "@/lib/sessions/views";
import { t } from "@/messages/translate";
import type { StateLook } from "./ui/state-badge";

/* Each state's tone, icon and word, once. A state without a look does not compile. */

export const REQUEST_LOOK = {
  waiting: { tone: "blue", icon: Hourglass, word: t("request.state.waiting") },
  approved: { tone: "green", icon: Check, word: t("request.state.approved") },
  denied: { tone: "red", icon: Ban, word: t("request.state.denied") },
  withdrawn: { tone: "neutral", icon: Undo2, word: t("request.state.withdrawn") },
  lapsed: { tone: "neutral", icon: TimerOff, word: t("request.state.lapsed") },
} as const satisfies Record<RequestState, StateLook>;

export const SESSION_LOOK = {
  created: { tone: "blue", icon: CircleDashed, word: t("session.state.created") },
  opening: { tone: "blue", icon: LoaderCircle, word: t("session.state.opening") },
  open: { tone: "green", icon: SquareTerminal, word: t("session.state.open") },
  ending: { tone: "amber", icon: Hourglass, word: t("session.state.ending") },
  ended: { tone: "neutral", icon: CircleDot, word: t("session.state.ended") },
  failed: { tone: "red", icon: CircleX, word: t("session.state.failed") },
} as const satisfies Record<SessionState, StateLook>;

export const GRANT_LOOK = {
  running: { tone: "green", icon: CircleCheck, word: t("grant.running") },
  over: { tone: "neutral", icon: TimerOff, word: t("grant.over") },
} as const satisfies Record<"running" | "over", StateLook>;

export const NODE_LOOK = {
  online: { tone: "green", icon: Wifi, word: t("node.state.online") },
  offline: { tone: "amber", icon: WifiOff, word: t("node.state.offline") },
  missing: { tone: "neutral", icon: CircleSlash, word: t("node.state.missing") },
} as const satisfies Record<NodeState, StateLook>;

export const PROTECTION_LOOK = {
  production: { tone: "neutral", icon: ShieldAlert, word: t("node.protection.production") },
  staging: { tone: "neutral", icon: Shield, word: t("node.protection.staging") },
} as const satisfies Record<Protection, StateLook>;

export const VERDICT_LOOK = {
  "in-order": { tone: "green", icon: ClipboardCheck, word: t("review.verdict.in-order") },
  "follow-up": { tone: "amber", icon: Flag, word: t("review.verdict.follow-up") },
  violation: { tone: "red", icon: TriangleAlert, word: t("review.verdict.violation") },
} as const satisfies Record<ReviewVerdict, StateLook>;

export const OUTCOME_LOOK = {
  done: { tone: "neutral", icon: Check, word: t("audit.outcome.done") },
  refused: { tone: "red", icon: Ban, word: t("audit.outcome.refused") },
  failed: { tone: "red", icon: CircleX, word: t("audit.outcome.failed") },
} as const satisfies Record<AuditSentence["outcome"], StateLook>;

const REVIEW_OPEN: StateLook = { tone: "blue", icon: ClipboardList, word: t("review.open") };
const REVIEW_OVERDUE: StateLook = { tone: "amber", icon: TriangleAlert, word: t("review.overdue") };

/** An open review is blue, an overdue one amber; a closed one looks as its verdict. */
export function reviewLook(review: { verdict: string | null; isOverdue?: boolean }): StateLook {
  const verdict = REVIEW_VERDICTS.find((one) => one === review.verdict);
  if (verdict) return VERDICT_LOOK[verdict];
  return review.isOverdue ? REVIEW_OVERDUE : REVIEW_OPEN;
}

/** The look of a session's state as a row names it; an unknown word is shown as it is. */
export function sessionLook(state: string): StateLook {
  const known = SESSION_STATES.find((one) => one === state);
  return known ? SESSION_LOOK[known] : { tone: "neutral", icon: CircleHelp, word: state };
}
