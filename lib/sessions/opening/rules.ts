import { type AccountUsers, osUsersOf } from "@/lib/grants/requesting/os-users";
import {
  checkNode,
  checkRunning,
  type GrantScope,
  type GrantWindow,
  type RuleGrant,
} from "@/lib/grants/rules";
import type { Config, Role } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import type { NodeSelector } from "@/lib/nodes/selector";
import type { Protection } from "@/lib/nodes/views";
import { creditedApprovals, type GivenApproval } from "@/lib/people/delegations/rules";
import { countApprovals } from "@/lib/policy/approvals";
import type { CompiledPolicy } from "@/lib/policy/compile/compiled";
import { type Evaluation, evaluateRequest, type RuleSettings, ruleSettings } from "@/lib/policy/evaluate";
import type { Obligations } from "@/lib/policy/obligations";
import { type Effect, effectOf } from "@/lib/requests/narrowing";
import { osUserOf } from "@/lib/requests/os-user-rules";
import type { ApprovedContent } from "@/lib/requests/request-hash";
import { askedOf } from "@/lib/requests/rules";
import { isEnough, type StepUpLevel, stronger } from "@/lib/step-up/levels";
import { type BindingFacts, checkBinding } from "./binding/approval-binding";

/** Everything that a start hangs on, as the rows stand now. The gateway trusts none of them blindly. */
export interface OpeningFacts {
  readonly grant: RuleGrant &
    GrantWindow & {
      readonly ruleVersion: string;
      readonly obligations: Obligations;
      readonly selector: NodeSelector | null;
      readonly mostNodes: number | null;
      /** The user on the nodes; null: none was named. */
      readonly osUser: string | null;
      /** Those it names, or that were used under its selector. */
      readonly nodes: GrantScope["nodes"];
    };
  readonly request: ApprovedContent & {
    readonly state: string;
    /** Of a break-glass: which of the month's it is, and since when it is broken. */
    readonly glass: { readonly unit: number | null; readonly brokenAt: Date | null } | null;
  };
  /**
   * Yeses only, in the order they were given, with what each narrowed. Groups are those that were confirmed for the
   * decision; of whoever was away, those that they had then and have now.
   */
  readonly decisions: readonly (BindingFacts["decisions"][number] & {
    readonly given: GivenApproval;
    /** Whether the requester had delegated to them at that time. */
    readonly isRequestersDelegate: boolean;
    readonly ruleVersion: string;
    readonly createdAt: Date;
    /** How its giver proved that it was them, for exactly this. */
    readonly stepUp: StepUpLevel;
  })[];
  readonly person: {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly groups: readonly string[];
    /** For which of them the person is on call at this moment. */
    readonly onCall: readonly string[];
    readonly disabledAt: Date | null;
  };
  readonly node: {
    readonly id: string;
    readonly accountId: string;
    readonly region: string;
    readonly protection: Protection;
    /** As they were read last. */
    readonly tags: Readonly<Record<string, string>>;
    readonly missingSince: Date | null;
  };
}

/** The node's tags as AWS answered just now, and the protection that follows from them. */
export interface FreshNode {
  readonly tags: Readonly<Record<string, string>>;
  readonly protection: Protection;
}

/** What the installation's rules and configuration say about opening. */
export interface OpeningSettings extends RuleSettings {
  readonly policy: CompiledPolicy;
  readonly startWithinSeconds: number;
  /** Whether there is anybody to whom keystrokes can be sealed. */
  readonly hasInputRecipients: boolean;
  /** The users on nodes that accounts name, by account. */
  readonly accounts: readonly AccountUsers[];
  /** So many times a month a person breaks the glass without a co-signer. */
  readonly glassesPerMonth: number;
}

export function openingSettings(
  config: Parameters<typeof ruleSettings>[0] &
    Pick<Config, "START_WITHIN_SECONDS" | "INPUT_RECIPIENTS" | "HALLIGAN_ACCOUNTS" | "BREAK_GLASS_PER_MONTH">,
  policy: CompiledPolicy,
): OpeningSettings {
  return {
    policy,
    ...ruleSettings(config),
    startWithinSeconds: config.START_WITHIN_SECONDS,
    hasInputRecipients: config.INPUT_RECIPIENTS !== undefined,
    accounts: config.HALLIGAN_ACCOUNTS,
    glassesPerMonth: config.BREAK_GLASS_PER_MONTH,
  };
}

/**
 * Whether a session may be opened (invariant 1), judged anew from the decisions themselves: the grant runs, the yeses
 * that its rule asked for are there and were given under the same rule version by somebody else, request and grant are
 * what they were given for, its window and its nodes are no more than they left of the request, and the node is not
 * protected more strictly than it was then.
 * @param fresh null: before AWS was asked
 * @returns allowed with what its person must have proven for this very start: the stronger of what was approved and of
 *   what the rules ask for now
 * @returns GRANT_OVER | GRANT_NOT_STARTED | PERSON_DISABLED | NODE_UNKNOWN | SELECTOR_MISMATCH | NODES_EXHAUSTED |
 *   OBLIGATION_UNMET | APPROVAL_MISMATCH | OS_USER_UNAVAILABLE, what the rules refuse with now, or STALE_NODE when the node became stricter since
 */
export function mayOpen(
  facts: OpeningFacts,
  fresh: FreshNode | null,
  at: Date,
  settings: OpeningSettings,
): Verdict<{ obligations: Obligations; osUser: string | null; stepUp: StepUpLevel }> {
  const { grant, request, person, node } = facts;
  const running = checkRunning(grant, at);
  if (!running.ok) return running;
  if (person.disabledAt) return refuse("PERSON_DISABLED");
  if (request.requesterId !== person.id || grant.personId !== person.id) return unmet("other-person");
  const decided = checkDecided(facts, grant.obligations);
  if (!decided.ok) return decided;
  const glass = checkGlass(facts, settings);
  if (!glass.ok) return glass;
  const bound = checkBinding(facts);
  if (!bound.ok) return bound;
  const effect = effectOf(askedOf(request), facts.decisions);
  const window = checkGrantWindow(facts, settings);
  if (!window.ok) return window;
  if (grant.obligations.inputRecording === "kept" && !settings.hasInputRecipients)
    return unmet("input-recipients");
  const covered = checkCovered(facts, effect, fresh?.tags ?? node.tags);
  if (!covered.ok) return covered;
  const user = sessionOsUser(osUserOf(effect), osUsersOf(settings.accounts, node.accountId));
  if (!user.ok) return user;
  const { obligations } = grant;
  const opened = { obligations, osUser: user.value };
  if (!fresh) return allow({ ...opened, stepUp: obligations.stepUp });

  const now = askToday(facts, fresh, { osUser: user.value, at }, settings);
  if (!now.permitted) return refuse(now.code, now.params);
  // What the rules ask for today, over the tags of today: a node that became stricter needs yeses it has not.
  const today = checkDecided(facts, now.obligations);
  if (!today.ok)
    return fresh.protection !== node.protection
      ? refuse("STALE_NODE", { nodes: [node.id], why: "stricter" })
      : today;
  // Nobody who asked or approved was told that keystrokes would be kept.
  if (now.obligations.inputRecording === "kept" && grant.obligations.inputRecording !== "kept")
    return unmet("input-recording");
  return allow({ ...opened, stepUp: stronger(obligations.stepUp, now.obligations.stepUp) });
}

/**
 * What its person must have proven to take over a shell of theirs: the stronger of what was approved and of what the
 * rules ask for now, whether or not they would let it start.
 */
export function stepUpToday(
  facts: OpeningFacts,
  fresh: FreshNode,
  at: Date,
  settings: OpeningSettings,
): StepUpLevel {
  const granted = osUserOf(effectOf(askedOf(facts.request), facts.decisions));
  const user = sessionOsUser(granted, osUsersOf(settings.accounts, facts.node.accountId));
  const osUser = user.ok ? user.value : granted;
  const now = askToday(facts, fresh, { osUser, at }, settings);
  const { stepUp } = facts.grant.obligations;
  return now.permitted ? stronger(stepUp, now.obligations.stepUp) : stepUp;
}

/** What the rules of today say of what was decided then. */
function askToday(
  { request, decisions, person, node }: OpeningFacts,
  fresh: FreshNode,
  { osUser, at }: { osUser: string | null; at: Date },
  settings: OpeningSettings,
): Evaluation {
  return evaluateRequest({
    action: request.kind === "break-glass" ? "breakGlass" : "request",
    person,
    nodes: [{ ...node, ...fresh }],
    windowSeconds: effectOf(askedOf(request), decisions).windowSeconds,
    ...{ osUser, at },
    policy: settings.policy,
    settings,
  });
}

/**
 * As whom a shell opens on a node. Of a grant that names no user, in an account that has come to name some, the least.
 * @param granted what was decided; null: none was named
 * @param named by the node's account, least mighty first
 * @returns null: as the session document says; OS_USER_UNAVAILABLE with why: removed, when the account no longer names it
 */
export function sessionOsUser(granted: string | null, named: readonly string[]): Verdict<string | null> {
  if (granted === null) return allow(named[0] ?? null);
  return named.includes(granted)
    ? allow(granted)
    : refuse("OS_USER_UNAVAILABLE", { why: "removed", osUser: granted });
}

/**
 * Whether the grant's window is no more than was decided, whatever its row says: no longer than the shortest of request
 * and decisions, and begun with the last yes or, where its first use begins it, within the time for that.
 * @returns OBLIGATION_UNMET with why: window or not-used
 */
export function checkGrantWindow(
  { grant, request, decisions }: Pick<OpeningFacts, "grant" | "request" | "decisions">,
  { startWithinSeconds }: Pick<OpeningSettings, "startWithinSeconds">,
): Verdict<null> {
  const { windowSeconds } = effectOf(askedOf(request), decisions);
  const lastYes = new Date(Math.max(...decisions.map(({ createdAt }) => createdAt.getTime())));
  if (grant.windowStart !== request.windowStart) return unmet("window");
  if (grant.windowStart === "first-use") {
    if (grant.firstUsedAt === null) return unmet("not-used");
    const isLate = grant.firstUsedAt >= addSeconds(lastYes, startWithinSeconds);
    if (isLate || grant.startsAt.getTime() !== grant.firstUsedAt.getTime()) return unmet("window");
  } else {
    // An extension follows the access that its deciders were shown.
    const until = request.extension?.until ?? lastYes;
    if (grant.startsAt > lastYes && grant.startsAt > until) return unmet("window");
  }
  return grant.endsAt <= addSeconds(grant.startsAt, windowSeconds) ? allow(null) : unmet("window");
}

/** Whether the node is one that the decisions left, by its tags. The grant's own row is not asked what it selects. */
function checkCovered(
  { grant, request, node }: OpeningFacts,
  effect: Effect,
  tags: Readonly<Record<string, string>>,
): Verdict<null> {
  const granted = grant.nodes.filter(({ id }) => effect.nodeIds?.includes(id) ?? true);
  if (!granted.some(({ id }) => id === node.id)) return refuse("NODE_UNKNOWN", { nodes: [node.id] });
  const { selector } = request;
  return checkNode({ selector, mostNodes: effect.mostNodes, nodes: granted }, { ...node, tags });
}

function checkDecided(facts: OpeningFacts, obligations: Obligations): Verdict<null> {
  const { grant, request, decisions, person } = facts;
  if (request.state !== "approved" || decisions.length === 0) return unmet("not-decided");
  if (request.ruleVersion !== grant.ruleVersion) return unmet("rule-version");
  if (decisions.some(({ ruleVersion }) => ruleVersion !== grant.ruleVersion)) return unmet("rule-version");
  const yeses = creditedApprovals(
    decisions.map(({ given }) => given),
    request.requesterId,
  );
  if (yeses.some(({ personId }) => personId === person.id)) return unmet("own-approval");
  if (decisions.some((decision) => decision.isRequestersDelegate)) return unmet("requesters-delegate");
  if (!countApprovals(obligations.approvals, yeses).isMet) return unmet("approvals");
  const proven = yeses.filter(({ personId }) =>
    decisions.some(
      ({ given, stepUp }) => given.personId === personId && isEnough(stepUp, obligations.stepUp),
    ),
  );
  if (!countApprovals(obligations.approvals, proven).isMet) return unmet("step-up");
  // What this version can't do must not be opened as if it had been done.
  if (obligations.watcher !== "none") return unmet("watcher");
  return allow(null);
}

/** Whether a break-glass is broken, within the month's or with somebody else's approval, whatever its obligations say. */
function checkGlass(
  { request: { kind, glass }, decisions }: OpeningFacts,
  { glassesPerMonth }: OpeningSettings,
): Verdict<null> {
  if (kind === "regular") return allow(null);
  if (!glass?.brokenAt) return unmet("glass");
  const isWithin = glass.unit !== null && glass.unit <= glassesPerMonth;
  return isWithin || decisions.some(({ given }) => given.personId !== null)
    ? allow(null)
    : unmet("co-signer");
}

function unmet(why: string): Verdict<never> {
  return refuse("OBLIGATION_UNMET", { why });
}
