import { describe, expect, expectTypeOf, it } from "vitest";
import { recordOf, type SessionIn } from "./record";
import type { SessionState } from "./views";

const AT = new Date("2026-03-14T09:26:53Z");
const NEW = {
  ...{ id: "ses_1", kind: "brokered", grantId: "grt_1", personId: "per_ana", accountId: "111122223333" },
  ...{ region: "eu-west-1", nodeId: "i-1", documentName: "d", createdAt: AT, epoch: 1, state: "created" },
  ...{
    windowStartsAt: null,
    windowEndsAt: null,
    policy: null,
    assumeIntendedAt: null,
    startIntendedAt: null,
  },
  ...{ openedAt: null, awsSessionId: null, streamUrl: null, clientId: null, gatewayId: null },
  ...{ endRequestedAt: null, endReason: null, endNote: null, endedAt: null, endConfirmedAt: null },
};
const held = { ...NEW, state: "opening", gatewayId: "prc_1" };
const started = { openedAt: AT, awsSessionId: "ses_1-1", streamUrl: "wss://x.test/", clientId: "c" };

const ROWS = {
  created: NEW,
  opening: held,
  open: { ...held, ...started, state: "open", windowEndsAt: AT },
  ending: { ...held, state: "ending", endRequestedAt: AT, endReason: "window-ended" },
  ended: { ...NEW, state: "ended", endedAt: AT, endReason: "exited" },
  failed: { ...held, state: "failed", endedAt: AT, endReason: "opening-failed" },
} satisfies Record<SessionState, typeof NEW | object>;

describe("a session's row", () => {
  it.each(Object.entries(ROWS))("that is %s is read with what it has", (_, row) => {
    expect(recordOf(row)).toEqual(row);
  });

  it.each<[SessionState, object]>([
    ["ending", started],
    ["ended", { ...started, gatewayId: "prc_1" }],
    ["failed", started],
  ])("that is %s keeps what AWS answered late", (state, late) => {
    expect(recordOf({ ...ROWS[state], ...late })).toMatchObject(late);
  });

  it.each<[SessionState, string, unknown]>([
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
    ["opening", "endRequestedAt", AT],
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
    ["ended", "endReason", "bored"],
    ["failed", "gatewayId", null],
    ["failed", "endedAt", null],
    ["failed", "endReason", null],
  ])("that is %s is a defect with %s as %s", (state, column, value) => {
    const row = { ...ROWS[state], [column]: value };
    expect(() => recordOf(row)).toThrow(new TypeError(`ses_1 is ${state}, and does not fit: ${column}`));
  });

  it("in a state that is not known is a defect", () => {
    expect(() => recordOf({ ...NEW, state: "lost" })).toThrow(TypeError);
  });

  it("has by its type what its state says", () => {
    expectTypeOf<SessionIn<"open">["awsSessionId"]>().toEqualTypeOf<string>();
    expectTypeOf<SessionIn<"created">["gatewayId"]>().toEqualTypeOf<null>();
    expectTypeOf<SessionIn<"ended" | "failed">["endedAt"]>().toEqualTypeOf<Date>();
  });
});
