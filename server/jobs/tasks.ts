import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { testStandingRoles } from "@/lib/accounts/connection/test-connection";
import { createSessionDocument } from "@/lib/accounts/documents/create-session-document";
import type { JobName } from "@/lib/db/jobs";
import type { SystemActor } from "@/lib/kernel/actor";
import { type GrantId, isId, type SessionId } from "@/lib/kernel/ids";
import { readInventory } from "@/lib/nodes/inventory/read-inventory";
import { openReview } from "@/lib/reviews/open-review";
import { endGrantSessions } from "@/lib/sessions/ending/end-grant-sessions";
import { endSession } from "@/lib/sessions/ending/end-session";
import { fetchEvidence } from "@/lib/trail/fetch-evidence";

const session = z.object({ sessionId: z.custom<SessionId>((value) => isId("session", value)) });
const grant = z.object({ grantId: z.custom<GrantId>((value) => isId("grant", value)) });
const account = z.object({ accountId: z.string() });
const region = z.object({ accountId: z.string(), region: z.string() });

/** What has a worker of its own. */
type OwnWorkers = "deliver-mail" | "deliver-push" | "deliver-webhook";

/** What the worker can do. Payloads carry ids only and are parsed: any process may have written them. */
export function taskList(actor: SystemActor): TaskList {
  return {
    "end-session": (payload) => endSession(actor, session.parse(payload).sessionId),
    "end-grant-sessions": (payload) => endGrantSessions(actor, grant.parse(payload).grantId),
    "test-connection": () => testStandingRoles(actor),
    "create-document": async (payload) => {
      await createSessionDocument(actor, region.parse(payload));
    },
    "read-inventory": async (payload) => {
      await readInventory(actor, account.parse(payload).accountId);
    },
    "fetch-evidence": async (payload) => {
      await fetchEvidence(actor, session.parse(payload).sessionId);
    },
    "open-review": async (payload) => {
      await openReview(actor, session.parse(payload));
    },
  } satisfies Record<Exclude<JobName, OwnWorkers>, TaskList[string]>;
}
