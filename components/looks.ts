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
  type LucideIcon,
  Shield,
  ShieldAlert,
  SquareTerminal,
  TimerOff,
  TriangleAlert,
  Undo2,
  Wifi,
  WifiOff,
} from "lucide-react";
import type { CheckState, DocumentViewState, TestState } from "@/lib/nodes/account-views";
import type { NodeState, Protection } from "@/lib/nodes/views";
import type { AuditSentence } from "@/lib/overview/views";
import type { RequestState } from "@/lib/requests/views";
import { REVIEW_VERDICTS, type ReviewVerdict } from "@/lib/reviews/views";
import { SESSION_STATES, type SessionState } from "@/lib/sessions/views";
import { type MessageCode, sentenceFor } from "@/messages/translate";
import type { StateLook } from "./ui/state-badge";
import type { Tone } from "./ui/tone";

/* Each state's tone, icon and word, once. A state without a look does not compile. */

export const REQUEST_LOOK = {
  waiting: look("blue", Hourglass, "request.state.waiting"),
  approved: look("green", Check, "request.state.approved"),
  denied: look("red", Ban, "request.state.denied"),
  withdrawn: look("neutral", Undo2, "request.state.withdrawn"),
  lapsed: look("neutral", TimerOff, "request.state.lapsed"),
} as const satisfies Record<RequestState, StateLook>;

export const SESSION_LOOK = {
  created: look("blue", CircleDashed, "session.state.created"),
  opening: look("blue", LoaderCircle, "session.state.opening"),
  open: look("green", SquareTerminal, "session.state.open"),
  ending: look("amber", Hourglass, "session.state.ending"),
  ended: look("neutral", CircleDot, "session.state.ended"),
  failed: look("red", CircleX, "session.state.failed"),
} as const satisfies Record<SessionState, StateLook>;

export const GRANT_LOOK = {
  running: look("green", CircleCheck, "grant.running"),
  over: look("neutral", TimerOff, "grant.over"),
} as const satisfies Record<"running" | "over", StateLook>;

export const NODE_LOOK = {
  online: look("green", Wifi, "node.state.online"),
  offline: look("amber", WifiOff, "node.state.offline"),
  missing: look("neutral", CircleSlash, "node.state.missing"),
} as const satisfies Record<NodeState, StateLook>;

export const PROTECTION_LOOK = {
  production: look("neutral", ShieldAlert, "node.protection.production"),
  staging: look("neutral", Shield, "node.protection.staging"),
} as const satisfies Record<Protection, StateLook>;

export const VERDICT_LOOK = {
  "in-order": look("green", ClipboardCheck, "review.verdict.in-order"),
  "follow-up": look("amber", Flag, "review.verdict.follow-up"),
  violation: look("red", TriangleAlert, "review.verdict.violation"),
} as const satisfies Record<ReviewVerdict, StateLook>;

export const OUTCOME_LOOK = {
  done: look("neutral", Check, "audit.outcome.done"),
  refused: look("red", Ban, "audit.outcome.refused"),
  failed: look("red", CircleX, "audit.outcome.failed"),
} as const satisfies Record<AuditSentence["outcome"], StateLook>;

/** A step of the connection test. */
export const CHECK_LOOK = {
  passed: look("green", Check, "settings.check.passed"),
  denied: look("red", Ban, "settings.check.denied"),
  failed: look("red", CircleX, "settings.check.failed"),
  "not-run": look("neutral", CircleSlash, "settings.check.not-run"),
  "not-needed": look("neutral", CircleSlash, "settings.check.not-needed"),
  never: look("neutral", CircleDashed, "settings.check.never"),
  waiting: look("blue", LoaderCircle, "settings.check.waiting"),
  unanswered: look("amber", TimerOff, "settings.check.unanswered"),
} as const satisfies Record<CheckState, StateLook>;

export const TEST_LOOK = {
  never: look("neutral", CircleDashed, "settings.test.never"),
  running: look("blue", LoaderCircle, "settings.test.running"),
  unanswered: look("amber", TimerOff, "settings.test.unanswered"),
  passed: look("green", CircleCheck, "settings.test.passed"),
  broken: look("red", CircleX, "settings.test.broken"),
} as const satisfies Record<TestState, StateLook>;

export const DOCUMENT_LOOK = {
  unknown: look("neutral", CircleHelp, "settings.document.unknown"),
  missing: look("amber", CircleSlash, "settings.document.missing"),
  wanted: look("blue", Hourglass, "settings.document.wanted"),
  creating: look("blue", LoaderCircle, "settings.document.creating"),
  ready: look("green", CircleCheck, "settings.document.ready"),
  differs: look("red", TriangleAlert, "settings.document.differs"),
  failed: look("red", CircleX, "settings.document.failed"),
} as const satisfies Record<DocumentViewState, StateLook>;

export const PERSON_DISABLED_LOOK: StateLook = look("red", Ban, "people.state.disabled");

const REVIEW_OPEN: StateLook = look("blue", ClipboardList, "review.open");
const REVIEW_OVERDUE: StateLook = look("amber", TriangleAlert, "review.overdue");

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

/** The word is looked up when it is shown: while this file is loaded nobody is reading yet, in no language. */
function look(tone: Tone, icon: LucideIcon, code: MessageCode): StateLook {
  return {
    tone,
    icon,
    get word() {
      return sentenceFor(code, {});
    },
  };
}
