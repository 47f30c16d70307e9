import {
  Ban,
  Check,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  TimerOff,
  TriangleAlert,
} from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { CheckState, DocumentViewState, TestState } from "@/lib/accounts/views";
import { look } from "./look";

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
