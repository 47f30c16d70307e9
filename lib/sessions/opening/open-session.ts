import { randomUUID } from "node:crypto";
import { accountOf } from "@/lib/aws/credentials";
import { assumeTarget, startSession } from "@/lib/aws/sessions";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import type { Obligations } from "@/lib/policy/obligations";
import type { SessionScope } from "@/lib/session-policy/scope";
import { failOpening } from "../failing/fail-opening";
import { durationSeconds, startReason } from "./assume-role-params";
import { readFreshAccount, scopeOf, writePolicy } from "./plan-opening";
import { mayOpen, type OpeningFacts, openingSettings } from "./rules";
import { commitAssumed, commitAssuming, commitOpened, type Hold, takeHold } from "./steps";
import { findOpeningFacts } from "./store";

/** What a data channel is opened with. The token is a secret: memory only. */
export interface OpenChannel {
  awsSessionId: string;
  tokenValue: string;
  streamUrl: string;
  clientId: string;
  /** The number of this hold: every append to the recording is conditional on it. */
  epoch: number;
  windowEndsAt: Date;
  /** Whether the rule has keystrokes kept, or only counted. */
  recordsInputBytes: boolean;
}

/**
 * Opens a session: takes hold of it, judges the right anew, proves the policy, assumes the role, starts. Each call
 * that opens something stands between a committed intent and a committed result (invariant 7), so whatever is lost in
 * between is found by the sweep.
 * @param input.cols,rows the terminal's size
 * @throws AppError NOT_FOUND | SESSION_RUNNING | SESSION_OVER without touching the session; with it `failed`: GRANT_OVER |
 *   GRANT_NOT_STARTED | PERSON_DISABLED | NODE_UNKNOWN | SELECTOR_MISMATCH | NODES_EXHAUSTED | OBLIGATION_UNMET |
 *   APPROVAL_MISMATCH | STALE_NODE | POLICY_UNSAFE | AWS_*
 */
export async function openSession(
  gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; cols: number; rows: number },
): Promise<OpenChannel> {
  const hold = await takeHold(gateway, input);
  try {
    return await open(gateway, hold);
  } catch (error) {
    await failOpening(gateway, hold, error);
    throw error;
  }
}

async function open(gateway: SystemActor, hold: Hold): Promise<OpenChannel> {
  const account = accountOf(hold.accountId);
  const { facts } = await judge(hold, null);
  const fresh = await readFreshAccount(account, facts, hold.documentName);
  const { obligations, at } = await judge(hold, fresh.node);
  const scope = scopeOf(account, hold, facts.grant);
  const { policy, proof } = await writePolicy(scope, fresh);

  await commitAssuming(gateway, hold, { scope, policy, proof });
  const credentials = await assumeTarget(account, {
    // Also the first part of AWS's session id, the log stream's name and the trail's principal: the join of evidence.
    roleSessionName: hold.id,
    policy,
    durationSeconds: durationSeconds(at, scope.endsAt),
    // The person's id: never reassigned, and of the characters that AWS takes, unlike names, subjects and addresses.
    sourceIdentity: facts.person.id,
    tags: { grant: facts.grant.id, request: facts.request.id, session: hold.id, person: facts.person.id },
  });
  await commitAssumed(gateway, hold);
  const started = await startSession(credentials, {
    region: hold.region,
    nodeId: hold.nodeId,
    documentName: hold.documentName,
    reason: startReason(facts.request),
  });
  return finish(gateway, hold, { account, started, scope, obligations, windowEndsAt: facts.grant.endsAt });
}

/** The right to open, judged from the rows as they stand. */
async function judge(
  hold: Hold,
  fresh: Parameters<typeof mayOpen>[1],
): Promise<{ facts: OpeningFacts; obligations: Obligations; at: Date }> {
  const tx = reading();
  const facts = await findOpeningFacts(tx, hold.id);
  if (!facts) throw new AppError("NOT_FOUND", `${hold.id} is not a session under a grant`);
  const at = await databaseNow(tx);
  const may = mayOpen(facts, fresh, at, openingSettings(config()));
  if (!may.ok)
    throw new AppError(may.code, `${hold.id} may not be opened`, may.params ? { params: may.params } : {});
  return { facts, obligations: may.value.obligations, at };
}

async function finish(
  gateway: SystemActor,
  hold: Hold,
  opened: {
    account: AccountConfig;
    started: { awsSessionId: string; tokenValue: string; streamUrl: string };
    scope: SessionScope;
    obligations: Obligations;
    windowEndsAt: Date;
  },
): Promise<OpenChannel> {
  const { started, obligations, windowEndsAt } = opened;
  const { awsSessionId, streamUrl } = started;
  const clientId = randomUUID();
  await commitOpened(gateway, hold, { awsSessionId, streamUrl, clientId });
  if (!awsSessionId.startsWith(`${hold.id}-`))
    throw new AppError("AWS_INVALID", `AWS named ${hold.id}'s session ${awsSessionId}`);
  return {
    ...started,
    clientId,
    epoch: hold.epoch,
    windowEndsAt,
    recordsInputBytes: obligations.inputRecording === "kept",
  };
}
