import { CLOSE, type CloseCode } from "@/lib/terminal-protocol/close-codes";
import type { ToBrowser } from "@/lib/terminal-protocol/messages";

export type TerminalPhase =
  | "connecting"
  | "opening"
  | "open"
  /** The gateway has lost AWS and comes back by itself. */
  | "resuming"
  /** The browser has lost the gateway and tries again. */
  | "reconnecting"
  | "ended"
  /** Another window of the same person types: they are asked. */
  | "held"
  | "taken-over"
  | "refused"
  | "signed-out";

const FINAL = ["ended", "held", "taken-over", "refused", "signed-out"] as const satisfies TerminalPhase[];

/** Which phase may follow which. After a last one nothing does: whoever wants a terminal again makes a new client. */
export const PHASES = {
  connecting: ["opening", "open", "resuming", "reconnecting", ...FINAL],
  opening: ["open", "resuming", "reconnecting", ...FINAL],
  open: ["opening", "resuming", "reconnecting", ...FINAL],
  resuming: ["opening", "open", "reconnecting", ...FINAL],
  reconnecting: ["opening", "open", "resuming", ...FINAL],
  ended: [],
  held: [],
  "taken-over": [],
  refused: [],
  "signed-out": [],
} as const satisfies Record<TerminalPhase, readonly TerminalPhase[]>;

/** Whether nothing follows: no connection is made any more. */
export function isFinal(phase: TerminalPhase): boolean {
  return PHASES[phase].length === 0;
}

/** Whether a phase may follow another, or is it already. */
export function mayBecome(from: TerminalPhase, to: TerminalPhase): boolean {
  const next: readonly TerminalPhase[] = PHASES[from];
  return from === to || next.includes(to);
}

/** What each close of the gateway means here. What isn't final is taken up again. */
const CLOSED = {
  [CLOSE.protocolBroken]: "reconnecting",
  [CLOSE.tooLarge]: "reconnecting",
  [CLOSE.restarting]: "reconnecting",
  [CLOSE.unavailable]: "reconnecting",
  [CLOSE.notSignedIn]: "signed-out",
  [CLOSE.refused]: "refused",
  [CLOSE.held]: "held",
  [CLOSE.takenOver]: "taken-over",
  [CLOSE.ended]: "ended",
  [CLOSE.notReading]: "reconnecting",
  [CLOSE.tooMany]: "reconnecting",
} as const satisfies Record<CloseCode, TerminalPhase>;

/** The phase after a close; every code that the gateway doesn't send is a lost connection. */
export function phaseAfterClose(code: number): TerminalPhase {
  const known: Readonly<Record<number, TerminalPhase>> = CLOSED;
  return known[code] ?? "reconnecting";
}

/** The phase that the gateway tells. */
export function phaseTold(message: Extract<ToBrowser, { type: "state" }>): TerminalPhase {
  if (message.state === "reconnecting") return "resuming";
  // Without a reason nothing has ended: it is refused, and the close that follows has the last word.
  const isRefused =
    message.state === "ended" && message.reason === undefined && message.code !== "SESSION_OVER";
  return isRefused && !message.failure ? "refused" : message.state;
}
