import { type EventTable, stepOf } from "@/lib/kernel/transitions";

/** Whether what is recorded can be sent. Once closed, nothing is. */
export type InputLink = "detached" | "attached" | "closed";
export type InputLinkStep = "attach" | "detach" | "close";

/** What is missing is ignored. */
export const INPUT_LINK_TRANSITIONS = {
  detached: { attach: "attached", close: "closed" },
  attached: { attach: "attached", detach: "detached", close: "closed" },
  closed: {},
} as const satisfies EventTable<InputLink, InputLinkStep>;

/**
 * absent: the shell is not there. ready: it is there, and not known to take input. Until it is, one message at a time:
 * a later one could be acknowledged and buffered while the first was dropped because the terminal was not up; and a
 * successor that dies at once must not leave more numbers in doubt than the next one fills. taking: the agent takes
 * input, so a whole window of messages may be under way.
 */
export type ShellState = "absent" | "ready" | "taking";
/** appeared: the shell is there. taken: the agent acknowledged a message of ours, or its terminal is up. */
export type ShellStep = "appeared" | "taken";

/** What is missing is ignored: an acknowledgement of a handshake's answer says nothing of the shell. */
export const SHELL_TRANSITIONS = {
  absent: { appeared: "ready" },
  ready: { taken: "taking" },
  taking: {},
} as const satisfies EventTable<ShellState, ShellStep>;

/** @returns the same state when the step is ignored */
export function nextInputLink(state: InputLink, step: InputLinkStep): InputLink {
  return stepOf(INPUT_LINK_TRANSITIONS, state, step) ?? state;
}

/** @returns the same state when the step is ignored */
export function nextShellState(state: ShellState, step: ShellStep): ShellState {
  return stepOf(SHELL_TRANSITIONS, state, step) ?? state;
}

/** Why input waits. */
export type InputPause = "closed" | "detached" | "recorder-failing" | "no-shell" | "window-full";

/** What each reason stops: answers to a handshake wait for no shell and for no acknowledgement. */
export const STOPPED_BY = {
  closed: { answers: true, typing: true },
  detached: { answers: true, typing: true },
  "recorder-failing": { answers: true, typing: true },
  "no-shell": { answers: false, typing: true },
  "window-full": { answers: false, typing: true },
} as const satisfies Record<InputPause, { answers: boolean; typing: boolean }>;

/**
 * Every reason for which input waits now.
 * @param inFlight numbers from the oldest unacknowledged message to the next one
 * @param maxInFlight the most of them, once the agent takes input
 */
export function inputPauses(now: {
  link: InputLink;
  shell: ShellState;
  isRecorderFailing: boolean;
  inFlight: number;
  maxInFlight: number;
}): ReadonlySet<InputPause> {
  const pauses = new Set<InputPause>();
  if (now.link !== "attached") pauses.add(now.link);
  if (now.isRecorderFailing) pauses.add("recorder-failing");
  if (now.shell === "absent") pauses.add("no-shell");
  if (now.inFlight >= (now.shell === "taking" ? now.maxInFlight : 1)) pauses.add("window-full");
  return pauses;
}

/** Whether any of the reasons stops this kind of input. */
export function isStopped(pauses: ReadonlySet<InputPause>, what: "answers" | "typing"): boolean {
  return [...pauses].some((pause) => STOPPED_BY[pause][what]);
}
