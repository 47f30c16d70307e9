import type { FailureView } from "@/lib/sessions/failing/opening-failure";
import type { Freshness } from "@/lib/terminal-protocol/liveness";
import type { OtherWindow } from "@/lib/terminal-protocol/messages";
import type { ShownNotice } from "@/lib/terminal-protocol/notices";
import type { OpeningStepDone } from "@/lib/terminal-protocol/opening-steps";
import type { TerminalPhase } from "./terminal-phases";

export interface TerminalSnapshot {
  phase: TerminalPhase;
  /** Whether the gateway was heard lately; what it said before is no longer true otherwise. */
  freshness: Freshness;
  /** When it was heard last, once it is not live. */
  heardAtMs: number | undefined;
  /** How many keys were not sent since one was. */
  refusedKeys: number;
  /** Whether typing is refused until Enter, although it could be sent. */
  isLineBroken: boolean;
  windowEndsAt: string | undefined;
  /** What of its opening is done, in order. */
  steps: readonly OpeningStepDone[];
  /** When the step after them began. */
  stepSinceMs: number | undefined;
  /** How many milliseconds the last output took until it was durable, and when the gateway said so. */
  durable: { milliseconds: number; atMs: number } | undefined;
  isLastMinute: boolean;
  /** Why it ended or was refused. */
  reason: string | undefined;
  code: string | undefined;
  detail: string | undefined;
  /** Why it did not open at all. */
  failure: FailureView | undefined;
  endedAtMs: number | undefined;
  /** How often in a row the connection could not be made; a refused sign-in looks like that too. */
  failures: number;
  notice: { code: ShownNotice; params: Record<string, string | number | string[]> } | undefined;
  /** Names of those who watch. */
  watchers: readonly string[];
  /** Where the other window is, when it is "held" or "taken-over" and known. */
  place: OtherWindow | undefined;
}

/** Before anything was heard. */
export const NOT_YET: TerminalSnapshot = {
  phase: "connecting",
  freshness: "live",
  heardAtMs: undefined,
  refusedKeys: 0,
  isLineBroken: false,
  windowEndsAt: undefined,
  steps: [],
  stepSinceMs: undefined,
  durable: undefined,
  isLastMinute: false,
  reason: undefined,
  code: undefined,
  detail: undefined,
  failure: undefined,
  endedAtMs: undefined,
  failures: 0,
  notice: undefined,
  watchers: [],
  place: undefined,
};

/** Whether what is shown is what is there now. */
export function isCurrent({ phase, freshness }: Pick<TerminalSnapshot, "phase" | "freshness">): boolean {
  return freshness === "live" && phase !== "reconnecting";
}
