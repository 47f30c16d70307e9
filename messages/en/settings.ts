import type { CheckRole } from "@/lib/accounts/connection/plan";
import type { RemedyCode } from "@/lib/accounts/connection/remedy";
import type { CheckState, DocumentViewState, TestState } from "@/lib/accounts/views";
import type { SettingOrigin } from "@/lib/kernel/config/sources";

const checkRoles = {
  "settings.role.broker": "as the broker, by the gateway",
  "settings.role.target": "as the target, by the broker for a session",
  "settings.role.gateway": "as the reader, by the gateway",
  "settings.role.reader": "as the reader, by jobs",
  "settings.role.closer": "as the closer, which ends sessions",
  "settings.role.author": "as the author, which creates session documents",
} as const satisfies Record<`settings.role.${CheckRole}`, string>;

const checks = {
  "settings.check.passed": "allowed",
  "settings.check.denied": "denied",
  "settings.check.failed": "failed",
  "settings.check.not-run": "skipped",
  "settings.check.not-needed": "nothing to try it on",
  "settings.check.never": "not tested",
  "settings.check.waiting": "testing",
  "settings.check.unanswered": "no answer",
} as const satisfies Record<`settings.check.${CheckState}`, string>;

const tests = {
  "settings.test.never": "not tested",
  "settings.test.running": "testing",
  "settings.test.unanswered": "no answer",
  "settings.test.passed": "passed",
  "settings.test.broken": "failed",
} as const satisfies Record<`settings.test.${TestState}`, string>;

const documents = {
  "settings.document.unknown": "not checked yet",
  "settings.document.missing": "missing",
  "settings.document.wanted": "queued",
  "settings.document.creating": "creating",
  "settings.document.ready": "ready",
  "settings.document.differs": "content differs from its name",
  "settings.document.failed": "not created",
} as const satisfies Record<`settings.document.${DocumentViewState}`, string>;

const remedies = {
  "settings.remedy.identity":
    "{principal} is not allowed {action}. Add this statement to its policies, then test again.",
  "settings.remedy.assume":
    "{principal} may not assume {role}. {action} is missing in its own policies, in the trust policy of {role}, or in both; AWS doesn't say which. Add both statements, then test again.",
  "settings.remedy.boundary":
    "The permissions boundary of {principal} doesn't allow {action}. Add this statement to the boundary too, then test again.",
  "settings.remedy.organization":
    "A policy of your AWS organization denies {action} to {principal}. Ask whoever manages the organization to allow it.",
  "settings.remedy.explicit-deny":
    "A statement explicitly denies {action} to {principal}. No other statement can override it: remove it, then test again.",
  "settings.remedy.no-log-group":
    "The log group {group} doesn't exist in {region}. Create it; until then, shells there have no agent log or don't start.",
  "settings.remedy.no-bucket":
    "The S3 bucket {bucket} doesn't exist. Create it, or set another one; until then, sessions leave no log in S3 or don't start.",
  "settings.remedy.no-document":
    "The document {document} doesn't exist in {region}, so no shell can be opened there. Create it under Session documents, or set another one.",
  "settings.remedy.no-role": "The role {role} doesn't exist in account {account}.",
  "settings.remedy.throttled": "AWS throttled {action}. Test again in a minute.",
  "settings.remedy.silent":
    "{action} in {region} timed out. Check the network first: a security group, a proxy, or a missing VPC endpoint.",
  "settings.remedy.bad-credentials":
    "AWS rejected the credentials used for {role}. Check the identity of the process and its clock.",
  "settings.remedy.other": "AWS refused {action}, and not for a missing permission. See its message above.",
} as const satisfies Record<`settings.remedy.${RemedyCode}`, string>;

const origins = {
  "settings.origin.environment": "environment",
  "settings.origin.file": "file",
  "settings.origin.default": "default",
} as const satisfies Record<`settings.origin.${SettingOrigin}`, string>;

/** The page of settings. */
export const settings = {
  ...checkRoles,
  ...checks,
  ...tests,
  ...documents,
  ...remedies,
  ...origins,
  "settings.accounts": "Connections",
  "settings.account.roles": "Roles and log groups",
  "settings.account.log": "Log group",
  "settings.region.failure": "Can't read the nodes of {region}.",
  "settings.reading.failed": "Can't read {account}, {region}.",
  "settings.reading.last": "What you see was read",
  "settings.reading.never": "It has never been read.",
  "settings.test.order": "Test",
  "settings.test.order.label": "Test the connection to {account} in {region}",
  "settings.test.never.hint": "Changes nothing in AWS",
  "settings.test.running.hint": "{done, number} of {all, number} calls answered",
  "settings.test.unanswered.hint": "Nothing answered within a minute. Are gateway and jobs running?",
  "settings.test.count": "{passed, number} of {all, number} calls allowed",
  "settings.test.steps": "All calls",
  "settings.test.awsMessage": "AWS said",
  "settings.statement.identity": "Add to the policies of {of}",
  "settings.statement.trust": "Add to the trust policy of {of}",
  "settings.document.inUse": "In use",
  "settings.document.expected": "Expected by the settings",
  "settings.document.same": "Sessions use the document that the settings expect.",
  "settings.document.other":
    "Sessions use a different document than the settings expect. To switch, create the expected one in every region, set documentName of account {account} to {name}, and restart the portal.",
  "settings.document.order": "Create document",
  "settings.document.order.label": "Create the document in {account}, {region}",
  "settings.document.order.title": "Create {name}",
  "settings.document.order.consequence":
    "A job creates it in {account}, {region}, reads it back and shows the result here. Sessions use it once the settings name it.",
  "settings.document.content": "Show content",
  "settings.document.noAuthor":
    "This account has no authorRoleArn. Create the document yourself with exactly this content.",
  "settings.roles": "Roles",
  "settings.roles.lead":
    "Roles come from groups of the identity provider. They are set where the portal runs, not here: whoever requests never grants.",
  "settings.windows.shortest": "Shortest",
  "settings.windows.longest": "Longest",
  "settings.windows.usual": "Preselected",
  "settings.windows.startWithin": "Open within",
  "settings.onCall": "On call",
  "settings.onCall.none":
    "No feed says who is on call. An administrator of the host gives them in ON_CALL_FEEDS.",
  "settings.onCall.never": "not read yet",
  "settings.onCall.read": "read",
  "settings.onCall.failed": "The last try failed:",
  "settings.incident.pattern": "Incident format",
  "settings.incident.link": "Incident link",
  "settings.incident.none": "Any text; no link is made of it",
  "settings.provider.issuer": "Issuer",
  "settings.provider.claim": "Groups claim",
  "settings.provider.unreachable":
    "Can't reach the identity provider. Check its name, port and network path.",
  "settings.provider.timeout": "The identity provider timed out.",
  "settings.provider.failing": "The identity provider answers with an error.",
  "settings.provider.untrusted-certificate":
    "The identity provider's certificate is not trusted here. Set NODE_EXTRA_CA_CERTS of the web process to its CA certificate.",
  "settings.provider.issuer-mismatch":
    "The identity provider's issuer differs from OIDC_ISSUER. Set OIDC_ISSUER to exactly that name; a trailing slash counts.",
  "settings.provider.client-refused":
    "The identity provider rejects the client id or secret. Check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.",
  "settings.provider.not-a-provider": "There is no OpenID provider at OIDC_ISSUER. Check the path.",
  "settings.provider.algorithm":
    "The identity provider signs with an algorithm that is not accepted here. Choose RS256, PS256, ES256 or EdDSA for this client.",
  "settings.provider.unexpected": "The identity provider can't be used.",
  "settings.rules.version": "Rules version",
  "settings.rules.hint":
    "Access rules say who may request access, and which approvals it takes. Each decision records their version.",
  "settings.sources.file": "Configuration file",
  "settings.sources.noFile":
    "HALLIGAN_CONFIG_FILE is not set. Every value comes from the environment or is a default.",
  "settings.value.secret": "set, hidden",
  "settings.value.none": "not set",
  "settings.value.long": "above",
  "settings.name": "Setting",
  "settings.value": "Value",
  "settings.origin": "From",
  "settings.sections": "Sections",
  "settings.section.first-run": "First run",
  "settings.section.accounts": "Accounts",
  "settings.section.documents": "Session documents",
  "settings.section.approval": "Approval",
  "settings.section.durations": "Durations",
  "settings.section.channels": "Telling people",
  "settings.section.sign-in": "Sign-in",
  "settings.section.environment": "Environment",
  "settings.readOnly": "set by environment or file, read only",
  "settings.firstRun": "First run",
  "settings.firstRun.count": "{done, number} of {all, number} done",
  "settings.firstRun.short": "{done, number} of {all, number}",
  "settings.firstRun.provider": "Identity provider",
  "settings.firstRun.accounts": "AWS accounts",
  "settings.firstRun.connections": "Connection tests",
  "settings.firstRun.documents": "Session documents",
  "settings.firstRun.approvers": "Approvers",
  "settings.firstRun.trial": "Try it",
  "settings.firstRun.state.done": "done",
  "settings.firstRun.state.failed": "failed",
  "settings.firstRun.state.open": "to do",
  "settings.firstRun.provider.hint":
    "{people, plural, =0 {No one has signed in yet} one {# person has signed in} other {# people have signed in}}",
  "settings.firstRun.accounts.hint":
    "{nodes, plural, =0 {No nodes found} one {# node found} other {# nodes found}}",
  "settings.firstRun.accounts.unread": "Nodes of {place} have not been read",
  "settings.firstRun.connections.hint": "{passed, number} of {all, number} regions pass",
  "settings.firstRun.documents.hint": "Ready in {ready, number} of {all, number} regions",
  "settings.firstRun.approvers.none":
    "No approver has signed in yet. Add a group to the approver role and ask its members to sign in.",
  "settings.firstRun.approvers.one": "Only {people}. Their own requests need a second approver.",
  "settings.firstRun.approvers.several": "{people}{hasMore, select, yes { and {more, number} more} other {}}",
  "settings.firstRun.trial.hint": "Open a shell on a staging node and have it reviewed",
  "settings.firstRun.go.provider": "Check sign-in",
  "settings.firstRun.go.accounts": "Check accounts",
  "settings.firstRun.go.documents": "Check documents",
  "settings.firstRun.go.approvers": "See roles",
  "settings.firstRun.go.trial": "Request access",
  "settings.accounts.count":
    "{accounts, plural, one {# account} other {# accounts}}, {regions, plural, one {# region} other {# regions}}",
  "settings.account.role.broker": "Broker",
  "settings.account.role.target": "Target",
  "settings.account.role.reader": "Reader",
  "settings.account.role.closer": "Closer",
  "settings.account.role.author": "Author",
  "settings.column.account": "Account",
  "settings.column.region": "Region",
  "settings.column.nodes": "Nodes",
  "settings.column.test": "Connection",
  "settings.column.lastStep": "Last step",
  "settings.column.tested": "Tested",
  "settings.test.all": "Test all",
  "settings.fault": "{name}: {count, plural, one {a call is not allowed} other {# calls are not allowed}}",
  "settings.fault.call": "Call",
  "settings.fault.fix": "Fix",
  "settings.nodes": "{count, plural, one {# node} other {# nodes}}",
} as const;
