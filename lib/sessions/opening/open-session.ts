import { randomUUID } from "node:crypto";
import { type AwsCredentials, accountOf } from "@/lib/aws/credentials";
import { assumeTarget, startSession } from "@/lib/aws/sessions";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import type { Obligations } from "@/lib/policy/obligations";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import type { StepUpLevel } from "@/lib/step-up/levels";
import type { OpeningStep } from "@/lib/terminal-protocol/opening-steps";
import { type SessionEncryption, sessionEncryption } from "../encrypting/session-encryption";
import { failOpening } from "../failing/fail-opening";
import { durationSeconds, sessionTags, startReason } from "./assume-role-params";
import { checkDocumentAgain, requireDestinations, type SeenDocument } from "./check-document";
import { readFreshAccount, scopeOf, writePolicy } from "./plan-opening";
import { mayOpen, type OpeningFacts, openingSettings } from "./rules";
import {
  commitAssumed,
  commitAssuming,
  commitChecked,
  commitOpened,
  type OpeningLease,
  takeLease,
} from "./steps";
import { findOpeningFacts } from "./store";

/** What a data channel is opened with. The token is a secret: memory only. */
export interface OpenChannel {
  awsSessionId: string;
  tokenValue: string;
  streamUrl: string;
  clientId: string;
  /** The number of this lease: every append to the recording is conditional on it. */
  epoch: number;
  windowEndsAt: Date;
  /** Whether the rule has keystrokes kept, sealed, or only counted. */
  keepsInput: boolean;
  /** Where the session's document names a KMS key. */
  encryption: SessionEncryption | undefined;
}

/**
 * Opens a session: leases it, judges the right anew, proves the policy, assumes the role, starts. Each call
 * that opens something stands between a committed intent and a committed result (invariant 7), so whatever is lost in
 * between is found by the sweep.
 * @param input.cols,rows the terminal's size
 * @param input.windowId the window that opens it and has proven it, where that is asked for; absent: one without a name
 * @param onStep told when the role is assumed and when AWS has started the session, for whoever waits
 * @throws AppError NOT_FOUND | SESSION_RUNNING | SESSION_OVER without touching the session; with it `failed`: GRANT_OVER |
 *   GRANT_NOT_STARTED | PERSON_DISABLED | NODE_UNKNOWN | SELECTOR_MISMATCH | NODES_EXHAUSTED | OBLIGATION_UNMET |
 *   STEP_UP_NEEDED | APPROVAL_MISMATCH | OS_USER_UNAVAILABLE | STALE_NODE | DOCUMENT_CHANGED | LOG_DESTINATION_MISSING |
 *   POLICY_UNSAFE | AWS_*
 */
export async function openSession(
  gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; windowId?: string; cols: number; rows: number },
  onStep: (step: OpeningStep) => void = () => {},
): Promise<OpenChannel> {
  const lease = await takeLease(gateway, input);
  try {
    return await open(gateway, lease, input.windowId ?? "", onStep);
  } catch (error) {
    await failOpening(gateway, lease, error);
    throw error;
  }
}

async function open(
  gateway: SystemActor,
  lease: OpeningLease,
  windowId: string,
  onStep: (step: OpeningStep) => void,
): Promise<OpenChannel> {
  const account = accountOf(lease.accountId);
  const { facts } = await judge(lease, null);
  const fresh = await readFreshAccount(account, facts, lease.documentName);
  const { obligations, stepUp, at } = await judge(lease, fresh.node);
  requireDestinations(fresh.document.checks, obligations);
  const scope = scopeOf(account, lease, facts.grant);
  const { policy, proof } = await writePolicy(scope, fresh);

  const personId = facts.person.id;
  await commitAssuming(gateway, lease, { scope, policy, proof, personId, windowId, stepUp });
  const credentials = await assumeTarget(account, {
    // Also the first part of AWS's session id, the log stream's name and the trail's principal: the join of evidence.
    roleSessionName: lease.id,
    policy,
    durationSeconds: durationSeconds(at, scope.endsAt),
    // The person's id: never reassigned, and of the characters that AWS takes, unlike names, subjects and addresses.
    sourceIdentity: personId,
    tags: sessionTags({
      ...{ grant: facts.grant.id, request: facts.request.id, session: lease.id, person: personId },
      osUser: lease.osUser,
    }),
  });
  await commitAssumed(gateway, lease);
  onStep("role");
  const started = await startSession(credentials, {
    region: lease.region,
    nodeId: lease.nodeId,
    documentName: lease.documentName,
    reason: startReason(facts.request),
  });
  onStep("session");
  const { document } = fresh;
  return finish(gateway, lease, {
    account,
    credentials,
    keyArn: scope.keyArn,
    started,
    document,
    obligations,
    windowEndsAt: facts.grant.endsAt,
  });
}

/** The right to open, judged from the rows as they stand. */
async function judge(
  lease: OpeningLease,
  fresh: Parameters<typeof mayOpen>[1],
): Promise<{ facts: OpeningFacts; obligations: Obligations; stepUp: StepUpLevel; at: Date }> {
  const tx = reading();
  const facts = await findOpeningFacts(tx, lease.id);
  if (!facts) throw new AppError("NOT_FOUND", `${lease.id} is not a session under a grant`);
  const at = await databaseNow(tx);
  const may = mayOpen(facts, fresh, at, openingSettings(config(), await activePolicy(tx)));
  if (!may.ok)
    throw new AppError(may.code, `${lease.id} may not be opened`, may.params ? { params: may.params } : {});
  const { osUser, ...opening } = may.value;
  // The row is web's: what opens the shell is what was decided.
  if (lease.osUser !== osUser)
    throw new AppError("APPROVAL_MISMATCH", `${lease.id} names another user on the node than was decided`, {
      params: { requestId: facts.request.id, why: "user" },
    });
  return { facts, ...opening, at };
}

async function finish(
  gateway: SystemActor,
  lease: OpeningLease,
  opened: {
    account: AccountConfig;
    credentials: AwsCredentials;
    keyArn: string | undefined;
    started: { awsSessionId: string; tokenValue: string; streamUrl: string };
    document: SeenDocument;
    obligations: Obligations;
    windowEndsAt: Date;
  },
): Promise<OpenChannel> {
  const { account, started, document, obligations, windowEndsAt, credentials, keyArn } = opened;
  const { awsSessionId, streamUrl } = started;
  const clientId = randomUUID();
  const place = { account, region: lease.region };
  const again = checkDocumentAgain(place, lease.documentName, document);
  // AWS's id is on record first, whatever the document has become; what ends the session needs it.
  again.catch(() => {});
  await commitOpened(gateway, lease, { awsSessionId, streamUrl, clientId });
  if (!awsSessionId.startsWith(`${lease.id}-`))
    throw new AppError("AWS_INVALID", `AWS named ${lease.id}'s session ${awsSessionId}`);
  const checks = await again;
  requireDestinations(checks, obligations);
  await commitChecked(gateway, lease, checks);
  const { region, nodeId } = lease;
  return {
    ...started,
    clientId,
    epoch: lease.epoch,
    windowEndsAt,
    keepsInput: obligations.inputRecording === "kept",
    encryption:
      keyArn === undefined
        ? undefined
        : sessionEncryption(gateway, { credentials, region, nodeId, awsSessionId, session: lease, keyArn }),
  };
}
