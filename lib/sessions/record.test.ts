import { describe, expect, expectTypeOf, it } from "vitest";
import { recordOf, type SessionIn } from "./record";
import { FITTING, LATE, MISFITS } from "./testing/rows";
import { SESSION_STATES, type SessionState } from "./views";

const AT = new Date("2026-03-14T09:26:53Z");
const ALWAYS = {
  ...{ id: "ses_1", kind: "brokered", grantId: "grt_1", personId: "per_ana", accountId: "111122223333" },
  ...{ region: "eu-west-1", nodeId: "i-1", documentName: "d", osUser: null, createdAt: AT, epoch: 1 },
  ...{ windowStartsAt: null, policy: null, assumeIntendedAt: null, startIntendedAt: null },
  ...{ endNote: null, endConfirmedAt: null },
};
const rowIn = (state: SessionState) => ({ ...ALWAYS, ...FITTING[state], state });

describe("a session's row", () => {
  it.each(SESSION_STATES)("that is %s is read with what it has", (state) => {
    expect(recordOf(rowIn(state))).toEqual(rowIn(state));
  });

  it.each(LATE)("that is %s keeps what AWS answered late", (state, late) => {
    expect(recordOf({ ...rowIn(state), ...late })).toMatchObject(late);
  });

  it.each([...MISFITS, ["ended", "endReason", "bored"] as const])(
    "that is %s is a defect with %s as %s",
    (state, column, value) => {
      const row = { ...rowIn(state), [column]: value };
      expect(() => recordOf(row)).toThrow(new TypeError(`ses_1 is ${state}, and does not fit: ${column}`));
    },
  );

  it("in a state that is not known is a defect", () => {
    expect(() => recordOf({ ...rowIn("created"), state: "lost" })).toThrow(TypeError);
  });

  it("has by its type what its state says", () => {
    expectTypeOf<SessionIn<"open">["awsSessionId"]>().toEqualTypeOf<string>();
    expectTypeOf<SessionIn<"created">["gatewayId"]>().toEqualTypeOf<null>();
    expectTypeOf<SessionIn<"ended" | "failed">["endedAt"]>().toEqualTypeOf<Date>();
  });
});
