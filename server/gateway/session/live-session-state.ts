import { isAppError } from "@/lib/kernel/errors";
import type { Mark } from "@/lib/recordings/session-recorder";

/** The channel to AWS, as the recording tells it. */
export type LinkState = "connecting" | "up" | "lost";
export type LinkEvent = "connected" | "broken";

/** A channel that never was there is not reconnected. */
export const STATE_TOLD = {
  connecting: "opening",
  up: "open",
  lost: "reconnecting",
} as const satisfies Record<LinkState, string>;

interface LinkStep {
  to: LinkState;
  /** What stands in the recording of it. */
  mark?: Mark["mark"];
}

/** A channel that never was there can't be lost. */
export const LINK_TRANSITIONS = {
  connecting: { connected: { to: "up", mark: "connected" }, broken: { to: "connecting" } },
  up: { connected: { to: "up", mark: "reconnected" }, broken: { to: "lost", mark: "lost" } },
  lost: { connected: { to: "up", mark: "reconnected" }, broken: { to: "lost" } },
} as const satisfies Record<LinkState, Record<LinkEvent, LinkStep>>;

/**
 * passing: bytes go both ways, and are recorded. stopped: the browser is told that it is over; what the node still
 * sends is recorded until AWS closes the channel. sealed: AWS closed it first, nothing is recorded any more, and the
 * browser is told when the recording is closed. over: both.
 */
export type LifeState = "passing" | "stopped" | "sealed" | "over";
export type LifeEvent = "stop" | "seal";

/** What is missing does nothing: it has happened. */
export const LIFE_TRANSITIONS = {
  passing: { stop: "stopped", seal: "sealed" },
  stopped: { seal: "over" },
  sealed: { stop: "over" },
  over: {},
} as const satisfies Record<LifeState, Partial<Record<LifeEvent, LifeState>>>;

/** What a live session does in a state. */
export const LIFE = {
  passing: { passes: true, records: true },
  stopped: { passes: false, records: true },
  sealed: { passes: true, records: false },
  over: { passes: false, records: false },
} as const satisfies Record<LifeState, { passes: boolean; records: boolean }>;

/** @returns undefined when the event changes nothing */
export function nextLife(state: LifeState, event: LifeEvent): LifeState | undefined {
  const steps: Partial<Record<LifeEvent, LifeState>> = LIFE_TRANSITIONS[state];
  return steps[event];
}

export function nextLink(state: LinkState, event: LinkEvent): LinkStep {
  return LINK_TRANSITIONS[state][event];
}

/** Why nothing is read from AWS for the moment: it waits there and at the agent, and nothing is lost. */
export type PauseReason = "browser-behind" | "recorder-behind" | "too-fast";

/** Bytes that wait for a browser at which reading stops, and goes on. */
export const BACKLOG = { pause: 4 * 1024 * 1024, resume: 1024 * 1024 } as const;

/** Another gateway has the session: this one lets go of it, and ends nothing. */
export function isStale(error: unknown): boolean {
  return isAppError(error) && error.code === "STALE_EPOCH";
}
