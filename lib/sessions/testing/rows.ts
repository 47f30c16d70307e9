import type { SessionState } from "../views";

const AT = new Date("2026-03-14T09:26:53Z");
const END = { endedAt: AT, endReason: "exited" };
const STARTED = { openedAt: AT, awsSessionId: "ses_1-1", streamUrl: "wss://x.test/", clientId: "c" };

/** All that a state is judged by. */
const NOTHING = {
  ...{ gatewayId: null, windowEndsAt: null, openedAt: null, awsSessionId: null, streamUrl: null },
  ...{ clientId: null, endRequestedAt: null, endReason: null, endedAt: null },
};
const OWNED = { ...NOTHING, gatewayId: "prc_1" };

/** A row as it is in each state, as far as the state says something of it. */
export const FITTING = {
  created: NOTHING,
  opening: OWNED,
  open: { ...OWNED, ...STARTED, windowEndsAt: AT },
  ending: { ...OWNED, endRequestedAt: AT, endReason: "window-ended" },
  ended: { ...NOTHING, ...END },
  failed: { ...OWNED, ...END },
} satisfies Record<SessionState, object>;

/** What AWS answered late is kept in these states. */
export const LATE: readonly [SessionState, object][] = [
  ["ending", STARTED],
  ["ended", { ...STARTED, gatewayId: "prc_1" }],
  ["failed", STARTED],
];

/** Rows that no step makes: of a fitting row this one column is otherwise. */
export const MISFITS: readonly [SessionState, string, unknown][] = [
  ["created", "gatewayId", "prc_1"],
  ["created", "openedAt", AT],
  ["created", "awsSessionId", "ses_1-1"],
  ["created", "streamUrl", "wss://x.test/"],
  ["created", "clientId", "c"],
  ["created", "endRequestedAt", AT],
  ["created", "endReason", "exited"],
  ["created", "endedAt", AT],
  ["opening", "gatewayId", null],
  ["opening", "openedAt", AT],
  ["opening", "awsSessionId", "ses_1-1"],
  ["opening", "streamUrl", "wss://x.test/"],
  ["opening", "clientId", "c"],
  ["opening", "endRequestedAt", AT],
  ["opening", "endReason", "exited"],
  ["opening", "endedAt", AT],
  ["open", "gatewayId", null],
  ["open", "openedAt", null],
  ["open", "awsSessionId", null],
  ["open", "streamUrl", null],
  ["open", "clientId", null],
  ["open", "windowEndsAt", null],
  ["open", "endRequestedAt", AT],
  ["open", "endReason", "exited"],
  ["open", "endedAt", AT],
  ["ending", "gatewayId", null],
  ["ending", "endRequestedAt", null],
  ["ending", "endReason", null],
  ["ending", "endedAt", AT],
  ["ended", "endedAt", null],
  ["ended", "endReason", null],
  ["failed", "gatewayId", null],
  ["failed", "endedAt", null],
  ["failed", "endReason", null],
];
