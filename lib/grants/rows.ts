import type { PersonActor } from "@/lib/kernel/actor";
import { actionState } from "@/lib/nodes/rules";
import type { FullGrant } from "./read-store";
import { checkRunning, mayEnd, mayStart } from "./rules";
import type { GrantRow } from "./views";

/** A grant as lists show it to a viewer. */
export function grantRow(viewer: PersonActor, grant: FullGrant, at: Date): GrantRow {
  const { id, requestId, personId, personName, nodes, justification, incident } = grant;
  const { startsAt, endsAt, endedAt, endReason, approvedBy } = grant;
  return {
    ...{ id, requestId, personId, personName, nodes, justification, incident },
    ...{ startsAt, endsAt, endedAt, endReason, approvedBy },
    isRunning: checkRunning(grant, at).ok,
    openSessions: grant.sessions.filter(({ state }) => state !== "ended" && state !== "failed"),
    actions: {
      start: actionState(mayStart(viewer, grant, at)),
      // The reason is asked for in the dialog that this button opens.
      end: actionState(mayEnd(viewer, grant, "asked for in the dialog", at)),
    },
  };
}
