import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { RuleNode } from "@/lib/nodes/store";
import { lockPerson } from "@/lib/people/store";
import { osUserOf } from "@/lib/requests/os-user-rules";
import type { RequestExtension } from "@/lib/requests/request-hash";
import { type AskedFor, checkRequest } from "@/lib/requests/rules";
import { findRunningCovering } from "../store";
import { extensionOf } from "./extension";
import { askedOsUsers, sharedOsUsers } from "./os-users";
import { findWantedNodes } from "./wanted-nodes";

/** What is asked for, as far as no rule was asked about it. */
export interface CheckedAsk {
  readonly nodes: readonly RuleNode[];
  /** The user asked for with those below it, least mighty first; empty where the nodes' accounts name none. */
  readonly osUsers: readonly string[];
  readonly osUser: string | null;
  /** The running access that it extends; null: none. */
  readonly extension: RequestExtension | null;
  readonly at: Date;
}

/**
 * Whether what an engineer asks for makes a request, or a broken glass, of theirs at all: the nodes are there, their
 * accounts have the user, and no running access has it already. The person is locked from then on.
 * @param want.osUser undefined: the least
 * @param want.extendsGrantId the person's own running access that this extends
 * @returns ROLE_MISSING | INVALID_INPUT | INCIDENT_INVALID | WINDOW_TOO_SHORT | WINDOW_TOO_LONG | NODE_UNKNOWN |
 *   SELECTOR_EMPTY | SELECTOR_TOO_WIDE | OS_USER_UNAVAILABLE | GRANT_RUNNING; of an extension
 *   also NOT_FOUND | NOT_THE_GRANTEE | GRANT_OVER | GRANT_NOT_STARTED | GRANT_UNUSED | GLASS_NOT_EXTENDED | ALREADY_EXTENDED
 */
export async function checkAsk(
  tx: Tx,
  actor: PersonActor,
  asked: AskedFor,
  want: { osUser?: string | undefined; extendsGrantId?: string | undefined },
): Promise<Verdict<CheckedAsk>> {
  if (!actor.roles.includes("engineer")) return refuse("ROLE_MISSING", { roles: ["engineer"] });
  const settings = config();
  const checked = checkRequest(asked, {
    shortestSeconds: settings.WINDOW_MIN_SECONDS,
    longestSeconds: settings.WINDOW_MAX_SECONDS,
    incident: settings.HALLIGAN_INCIDENT,
  });
  if (!checked.ok) return checked;
  const wanted = await findWantedNodes(tx, actor, asked);
  if (!wanted.ok) return wanted;
  const nodes = wanted.value;
  const shared = sharedOsUsers(nodes);
  if (!shared.ok) return shared;
  const users = askedOsUsers(shared.value, want.osUser);
  if (!users.ok) return users;
  const osUsers = users.value;
  const osUser = osUserOf({ osUsers });
  // Two tabs of one person take turns, so that the second sees what the first one has got.
  await lockPerson(tx, actor.id);
  const at = await databaseNow(tx);
  const { selector, mostNodes } = asked;
  const scope = { nodes, selector, mostNodes };
  const extended = await extensionOf(tx, actor, { grantId: want.extendsGrantId, wanted: scope, at });
  if (!extended.ok) return extended;
  const extension = extended.value;
  const running = await findRunningCovering(tx, actor.id, scope, osUser, at);
  if (running && running.id !== extension?.grantId)
    return refuse("GRANT_RUNNING", { grantId: running.id, endsAt: running.endsAt.toISOString() });
  return allow({ nodes, osUsers, osUser, extension, at });
}
