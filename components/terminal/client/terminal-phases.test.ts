import { describe, expect, it } from "vitest";
import { CLOSE, NO_CLOSE_HEARD } from "@/lib/terminal-protocol/close-codes";
import {
  isFinal,
  mayBecome,
  PHASES,
  phaseAfterClose,
  phaseTold,
  type TerminalPhase,
} from "./terminal-phases";

const ALL = Object.keys(PHASES) as TerminalPhase[];

describe("the phases of a terminal", () => {
  it("are all reached from the first, and each can still end", () => {
    const seen = new Set<TerminalPhase>(["connecting"]);
    for (const phase of seen) for (const next of PHASES[phase]) seen.add(next);
    expect([...seen].sort()).toEqual([...ALL].sort());
    for (const phase of ALL.filter((each) => !isFinal(each))) expect(mayBecome(phase, "ended")).toBe(true);
  });

  it("never begin again: nothing becomes connecting", () => {
    for (const phase of ALL.filter((each) => each !== "connecting"))
      expect(mayBecome(phase, "connecting")).toBe(false);
  });

  it.each(ALL.filter(isFinal))("end with %s", (phase) => {
    for (const other of ALL) expect(mayBecome(phase, other)).toBe(other === phase);
  });

  it.each([
    [CLOSE.notSignedIn, "signed-out"],
    [CLOSE.refused, "refused"],
    [CLOSE.held, "held"],
    [CLOSE.takenOver, "taken-over"],
    [CLOSE.ended, "ended"],
    [CLOSE.restarting, "reconnecting"],
    [CLOSE.unavailable, "reconnecting"],
    [CLOSE.notReading, "reconnecting"],
    [NO_CLOSE_HEARD, "reconnecting"],
    [1001, "reconnecting"],
    [1011, "reconnecting"],
  ] as const)("after a close with %d is %s", (code, phase) => {
    expect(phaseAfterClose(code)).toBe(phase);
  });

  it.each([
    [{ state: "reconnecting" }, "resuming"],
    [{ state: "ended", reason: "exited" }, "ended"],
    [{ state: "ended", code: "SESSION_OVER" }, "ended"],
    [{ state: "ended", code: "ROLE_MISSING" }, "refused"],
    [
      { state: "ended", code: "AWS_ACCESS_DENIED", failure: { code: "x", fix: "none", canRetry: true } },
      "ended",
    ],
  ] as const)("%o is told as %s", (told, phase) => {
    expect(phaseTold({ type: "state", ...told })).toBe(phase);
  });
});
