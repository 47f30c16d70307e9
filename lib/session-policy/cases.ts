import { addSeconds, toIsoSeconds } from "@/lib/kernel/time";
import type { SessionScope } from "./scope";
import type { Call } from "./simulate-call";

/** One call whose answer is known beforehand. */
export interface ProofCase {
  /** Named in the proof when it comes out wrong. */
  readonly code: string;
  readonly call: Call;
  readonly expected: "allowed" | "denied";
  /** Asked of the role without the session policy: it must be narrow by itself (invariant 3). */
  readonly isRoleAlone?: boolean;
}

/**
 * The calls that prove a policy: what must be allowed at the window's ends, and what must not be. Times are one second
 * before, at and after each end.
 * @param nodeTags the node's tags as AWS answered just now: a role may ask for one. Every node of the cases carries
 *   them, so that no other node is denied only because it lacks a tag
 */
export function proofCases(
  scope: SessionScope,
  nodeTags: Readonly<Record<string, string>> = {},
): ProofCase[] {
  const { partition, accountId, region, nodeId, documentName, sessionId, startsAt, endsAt } = scope;
  const ssm = (rest: string, place = { region, accountId }) =>
    `arn:${partition}:ssm:${place.region}:${place.accountId}:${rest}`;
  const nodeIn = (id: string, place = { region, accountId }) =>
    id.startsWith("mi-")
      ? ssm(`managed-instance/${id}`, place)
      : `arn:${partition}:ec2:${place.region}:${place.accountId}:instance/${id}`;
  const node = nodeIn(nodeId);
  const document = ssm(`document/${documentName}`);
  const elsewhere = { region: region === "us-west-2" ? "eu-west-1" : "us-west-2", accountId };
  const abroad = { region, accountId: accountId === "999999999999" ? "888888888888" : "999999999999" };
  const inside = addSeconds(endsAt, -1);
  const session = `session/${sessionId}-0123456789abcdef0`;

  const tagged = tagContext(nodeTags);
  const call = (action: string, at: Date, ...arns: string[]): Call => ({
    action,
    resources: arns.map((arn) => (NODE_ARN.test(arn) ? { arn, context: tagged } : { arn })),
    context: {
      "aws:CurrentTime": toIsoSeconds(at),
      "aws:userid": `AROA00000000000000000:${sessionId}`,
      "aws:SourceIdentity": "somebody",
      "ssm:SessionDocumentAccessCheck": "true",
    },
  });
  const start = (at: Date, ...arns: string[]) => call("ssm:StartSession", at, ...arns);
  const unchecked = (at: Date): Call => {
    const named = start(at, node, document);
    return { ...named, context: { ...named.context, "ssm:SessionDocumentAccessCheck": "false" } };
  };
  const allowed = (code: string, made: Call): ProofCase => ({ code, call: made, expected: "allowed" });
  const denied = (code: string, made: Call): ProofCase => ({ code, call: made, expected: "denied" });
  const alone = (code: string, made: Call): ProofCase => ({ ...denied(code, made), isRoleAlone: true });

  return [
    denied("start-before-window", start(addSeconds(startsAt, -1), node, document)),
    allowed("start-at-opening", start(startsAt, node, document)),
    ...(inside > startsAt
      ? [
          allowed(
            "start-after-opening",
            start(addSeconds(startsAt, 1) < endsAt ? addSeconds(startsAt, 1) : inside, node, document),
          ),
        ]
      : []),
    allowed("start-in-last-second", start(inside, node, document)),
    denied("start-at-closing", start(endsAt, node, document)),
    denied("start-after-window", start(addSeconds(endsAt, 1), node, document)),
    denied("start-without-document-check", unchecked(inside)),
    denied("start-other-node", start(inside, nodeIn(changed(nodeId)), document)),
    denied(
      "start-other-kind-of-node",
      start(inside, nodeIn(OTHER_KIND[nodeId.startsWith("mi-") ? "managed" : "instance"]), document),
    ),
    denied("start-other-document", start(inside, node, ssm(`document/${documentName}0`))),
    denied("start-default-document", start(inside, node, ssm("document/SSM-SessionManagerRunShell"))),
    denied("start-ssh", start(inside, node, `arn:${partition}:ssm:${region}::document/AWS-StartSSHSession`)),
    denied(
      "start-other-region",
      start(inside, nodeIn(nodeId, elsewhere), ssm(`document/${documentName}`, elsewhere)),
    ),
    denied(
      "start-other-account",
      start(inside, nodeIn(nodeId, abroad), ssm(`document/${documentName}`, abroad)),
    ),

    allowed("resume-in-last-second", call("ssm:ResumeSession", inside, ssm(session))),
    denied("resume-at-closing", call("ssm:ResumeSession", endsAt, ssm(session))),
    denied("resume-after-window", call("ssm:ResumeSession", addSeconds(endsAt, 1), ssm(session))),
    denied(
      "resume-other-session",
      call("ssm:ResumeSession", inside, ssm(`session/${changed(sessionId)}-0123456789abcdef0`)),
    ),
    denied(
      "resume-longer-name",
      call("ssm:ResumeSession", inside, ssm(`session/${sessionId}0-0123456789abcdef0`)),
    ),
    denied("resume-other-region", call("ssm:ResumeSession", inside, ssm(session, elsewhere))),

    allowed("terminate-own", call("ssm:TerminateSession", inside, ssm(session))),
    allowed("terminate-own-after-window", call("ssm:TerminateSession", addSeconds(endsAt, 1), ssm(session))),
    denied(
      "terminate-other-session",
      call("ssm:TerminateSession", inside, ssm(`session/${changed(sessionId)}-0123456789abcdef0`)),
    ),

    allowed("channel-in-last-second", call("ssmmessages:OpenDataChannel", inside, "*")),
    denied("channel-at-closing", call("ssmmessages:OpenDataChannel", endsAt, "*")),

    denied("run-command", call("ssm:SendCommand", inside, node, ssm("document/AWS-RunShellScript"))),
    denied("describe-sessions", call("ssm:DescribeSessions", inside, "*")),
    denied("update-document", call("ssm:UpdateDocument", inside, document)),
    denied("delete-document", call("ssm:DeleteDocument", inside, document)),
    denied(
      "stop-machine",
      call(
        "ec2:TerminateInstances",
        inside,
        `arn:${partition}:ec2:${region}:${accountId}:instance/${nodeId.replace(/^mi-/, "i-")}`,
      ),
    ),
    denied("assume-role", call("sts:AssumeRole", inside, `arn:${partition}:iam::${accountId}:role/Other`)),
    denied("change-role", call("iam:PutRolePolicy", inside, `arn:${partition}:iam::${accountId}:role/Other`)),
    denied(
      "delete-log",
      call(
        "logs:DeleteLogStream",
        inside,
        `arn:${partition}:logs:${region}:${accountId}:log-group:x:log-stream:x`,
      ),
    ),

    ...keyCases(scope, { inside, call, allowed, denied, alone }),

    alone("role-alone-default-document", start(inside, node, ssm("document/SSM-SessionManagerRunShell"))),
    alone("role-alone-without-document-check", unchecked(inside)),
    alone(
      "role-alone-run-command",
      call("ssm:SendCommand", inside, node, ssm("document/AWS-RunShellScript")),
    ),
    alone(
      "role-alone-ssh",
      start(inside, node, `arn:${partition}:ssm:${region}::document/AWS-StartSSHSession`),
    ),
    alone(
      "role-alone-assume-role",
      call("sts:AssumeRole", inside, `arn:${partition}:iam::${accountId}:role/Other`),
    ),
    alone("role-alone-change-document", call("ssm:UpdateDocument", inside, document)),
  ];
}

interface Making {
  /** The last second of the window. */
  inside: Date;
  call: (action: string, at: Date, ...arns: string[]) => Call;
  allowed: (code: string, made: Call) => ProofCase;
  denied: (code: string, made: Call) => ProofCase;
  alone: (code: string, made: Call) => ProofCase;
}

/** The key of KMS that encrypts the channel: for this session on this node and no other; without one, no key at all. */
function keyCases(scope: SessionScope, { inside, call, allowed, denied, alone }: Making): ProofCase[] {
  const { partition, region, accountId, nodeId, sessionId, endsAt } = scope;
  const arn = scope.keyArn ?? `arn:${partition}:kms:${region}:${accountId}:key/${ANY_KEY}`;
  const use = (
    action: string,
    about: { at?: Date; node?: string; session?: string; arn?: string } = {},
  ): Call => {
    const made = call(`kms:${action}`, about.at ?? inside, about.arn ?? arn);
    return {
      ...made,
      context: {
        ...made.context,
        "kms:EncryptionContext:aws:ssm:TargetId": about.node ?? nodeId,
        "kms:EncryptionContext:aws:ssm:SessionId": `${about.session ?? sessionId}-0123456789abcdef0`,
      },
    };
  };
  const bare = (action: string) => call(`kms:${action}`, inside, arn);
  if (scope.keyArn === undefined)
    return [denied("key-generate", use("GenerateDataKey")), denied("key-decrypt", use("Decrypt"))];
  return ["GenerateDataKey", "Decrypt"]
    .flatMap((action) => [
      allowed(`key-${action}-in-last-second`, use(action)),
      denied(`key-${action}-at-closing`, use(action, { at: endsAt })),
      denied(`key-${action}-other-node`, use(action, { node: changed(nodeId) })),
      denied(`key-${action}-other-session`, use(action, { session: changed(sessionId) })),
      denied(`key-${action}-longer-name`, use(action, { session: `${sessionId}0` })),
      denied(
        `key-${action}-other-key`,
        use(action, { arn: `${arn.slice(0, -1)}${arn.endsWith("0") ? "1" : "0"}` }),
      ),
      denied(`key-${action}-without-context`, bare(action)),
      alone(`role-alone-key-${action}-without-context`, bare(action)),
      alone(`role-alone-key-${action}-foreign-session`, use(action, { session: "somebody" })),
    ])
    .concat([
      denied("key-encrypt", use("Encrypt")),
      denied("key-grant", use("CreateGrant")),
      denied("key-policy", bare("PutKeyPolicy")),
      denied("key-disable", bare("DisableKey")),
      denied("key-delete", bare("ScheduleKeyDeletion")),
      alone("role-alone-key-policy", bare("PutKeyPolicy")),
    ]);
}

const ANY_KEY = "00000000-0000-4000-8000-000000000000";

const NODE_ARN = /:(instance|managed-instance)\//;

/** Both names under which a policy may ask for a node's tag. */
function tagContext(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ssm:resourceTag/${key}`, value],
    ]),
  );
}

const OTHER_KIND = { instance: "mi-0123456789abcdef0", managed: "i-0123456789abcdef0" } as const;

/** The same name with another last character. */
function changed(name: string): string {
  return name.slice(0, -1) + (name.endsWith("0") ? "1" : "0");
}
