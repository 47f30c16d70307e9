import { type EventTable, stepOf } from "@/lib/kernel/transitions";
import type { TerminalSocket } from "./terminal-client-options";

/**
 * idle: not asked for yet. connecting: a socket is there, and nothing was heard on it. up: something was. waiting: none
 * is there, and another is made after a while. over: none is made any more.
 */
export type ConnectionState = "idle" | "connecting" | "up" | "waiting" | "over";
/** lost: it was closed, or has been silent for too long. end: whoever looks has gone, or the session is over. */
export type ConnectionStep = "open" | "heard" | "lost" | "end";

/** What is missing is ignored: one connection is there at most, and what an old one still says is nobody's. */
export const CONNECTION_TRANSITIONS = {
  idle: { open: "connecting", end: "over" },
  connecting: { heard: "up", lost: "waiting", end: "over" },
  up: { lost: "waiting", end: "over" },
  waiting: { open: "connecting", end: "over" },
  over: {},
} as const satisfies EventTable<ConnectionState, ConnectionStep>;

/** A connection with what its state has. */
export type Connection =
  | { state: "idle" | "over" }
  /** `cancel`: of giving it up when nothing is heard. */
  | { state: "connecting"; socket: TerminalSocket; cancel: () => void }
  | { state: "up"; socket: TerminalSocket }
  /** `cancel`: of the next try. */
  | { state: "waiting"; cancel: () => void };

/** @returns undefined when the step is ignored */
export function nextConnectionState(
  state: ConnectionState,
  step: ConnectionStep,
): ConnectionState | undefined {
  return stepOf(CONNECTION_TRANSITIONS, state, step);
}

/** The socket of a connection that has one. */
export function socketOf(connection: Connection): TerminalSocket | undefined {
  return "socket" in connection ? connection.socket : undefined;
}
