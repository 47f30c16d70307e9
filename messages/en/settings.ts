import type { CheckRole } from "@/lib/accounts/connection/plan";
import type { RemedyCode } from "@/lib/accounts/connection/remedy";
import type { CheckState, DocumentViewState, TestState } from "@/lib/accounts/views";
import type { SettingOrigin } from "@/lib/kernel/config/sources";

const checkRoles = {
  "settings.role.broker": "Broker: the gateway becomes it",
  "settings.role.target": "Target: the broker becomes it for a session",
  "settings.role.gateway": "Reader, for the gateway",
  "settings.role.reader": "Reader: the jobs process becomes it",
  "settings.role.closer": "Closer: ends sessions",
  "settings.role.author": "Author: creates session documents",
} as const satisfies Record<`settings.role.${CheckRole}`, string>;

const checks = {
  "settings.check.passed": "allowed",
  "settings.check.denied": "denied",
  "settings.check.failed": "failed",
  "settings.check.not-run": "not tried",
  "settings.check.not-needed": "nothing to try it on",
  "settings.check.never": "never tried",
  "settings.check.waiting": "being tried",
  "settings.check.unanswered": "no answer",
} as const satisfies Record<`settings.check.${CheckState}`, string>;

const tests = {
  "settings.test.never": "never tested",
  "settings.test.running": "testing",
  "settings.test.unanswered": "not answered",
  "settings.test.passed": "all allowed",
  "settings.test.broken": "something is missing",
} as const satisfies Record<`settings.test.${TestState}`, string>;

const documents = {
  "settings.document.unknown": "not looked at yet",
  "settings.document.missing": "missing",
  "settings.document.wanted": "ordered",
  "settings.document.creating": "being created",
  "settings.document.ready": "ready",
  "settings.document.differs": "other content than its name says",
  "settings.document.failed": "could not be created",
} as const satisfies Record<`settings.document.${DocumentViewState}`, string>;

const remedies = {
  "settings.remedy.identity": "{principal} lacks {action}. Add this to its policies:",
  "settings.remedy.assume":
    "{principal} was not let in to {role}: {action} is missing in its own policies, in the trust policy of {role}, or in both. AWS does not say which; it takes both:",
  "settings.remedy.boundary":
    "The permissions boundary of {principal} does not allow {action}. Add this to the boundary, not only to the policies:",
  "settings.remedy.organization":
    "The organisation forbids {action} to {principal} by a policy of its own. Who manages the organisation must allow it.",
  "settings.remedy.explicit-deny":
    "A statement denies {action} to {principal} expressly. No other statement outweighs it: it must go.",
  "settings.remedy.no-log-group":
    "There is no log group {group} in {region}. Create it: until then shells run without the node's own log, or not at all.",
  "settings.remedy.no-document":
    "There is no document {document} in {region}: no shell can be opened there. Create it below, or name another one in the settings.",
  "settings.remedy.no-role": "There is no {role} in account {account}.",
  "settings.remedy.throttled": "AWS asked to slow down at {action}. Test again in a minute.",
  "settings.remedy.silent":
    "Nothing answered {action} in {region} in time. A network rule, a proxy or a missing endpoint is likelier than a permission.",
  "settings.remedy.bad-credentials":
    "AWS does not take the credentials that {role} was asked with. Look at the identity of the process, and at its clock.",
  "settings.remedy.other": "AWS refused {action} for another reason than a permission; its words are below.",
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
  "settings.lead":
    "Roles, accounts and durations are set where the portal runs, not here: whoever asks never grants. Here they are seen, tested, and documents are ordered.",
  "settings.accounts": "Accounts",
  "settings.account.roles": "Roles in AWS",
  "settings.account.log": "Log group",
  "settings.region.nodes": "{count, plural, one {# node} other {# nodes}}",
  "settings.region.read": "inventory read",
  "settings.region.neverRead": "The inventory was never read.",
  "settings.region.failure": "The inventory of {region} can't be read:",
  "settings.reading.failed": "{account}, {region} could not be read.",
  "settings.reading.last": "What is shown of it was read",
  "settings.reading.never": "It was never read.",
  "settings.test": "Connection test",
  "settings.test.order": "Test the connection",
  "settings.test.order.label": "Test the connection to {account} in {region}",
  "settings.test.never.hint":
    "The test becomes each role and makes each call once. It opens nothing and changes nothing.",
  "settings.test.running.hint": "{done, number} of {all, number} answered",
  "settings.test.unanswered.hint":
    "A process did not do its part within a minute. Is a gateway running, and a jobs process?",
  "settings.test.count": "{passed, number} of {all, number} allowed",
  "settings.test.at": "ordered",
  "settings.test.steps": "All steps",
  "settings.test.awsMessage": "AWS's words",
  "settings.statement.identity": "For the policies of {of}",
  "settings.statement.trust": "For the trust policy of {of}",
  "settings.documents": "Session document",
  "settings.document.inUse": "In use",
  "settings.document.expected": "By the settings",
  "settings.document.same": "Sessions use the document that the settings ask for.",
  "settings.document.other":
    "Sessions use another document than the settings ask for. To switch: create the one below in every region, then set documentName of account {account} to {name} and start the portal again.",
  "settings.document.order": "Create the document",
  "settings.document.order.label": "Create the document in {account}, {region}",
  "settings.document.order.title": "Create {name}",
  "settings.document.order.consequence":
    "A job creates it in {account}, {region}, reads it back and says here what came of it. Nothing uses it before the settings name it.",
  "settings.document.content": "What it says",
  "settings.document.noAuthor":
    "The account has no authorRoleArn: create the document yourself, by the template or with exactly this content.",
  "settings.roles": "Roles",
  "settings.roles.lead": "Which groups of the identity provider make which role.",
  "settings.windows": "Windows and durations",
  "settings.windows.shortest": "Shortest window",
  "settings.windows.longest": "Longest window",
  "settings.windows.usual": "Offered first",
  "settings.windows.startWithin": "To be started within",
  "settings.incident": "Incidents",
  "settings.incident.pattern": "Written as",
  "settings.incident.link": "Read at",
  "settings.incident.none": "No pattern is set: an incident may be any text, and is no link.",
  "settings.provider": "Identity provider",
  "settings.provider.issuer": "Issuer",
  "settings.provider.claim": "Groups claim",
  "settings.provider.unreachable": "Can't be reached. Check its name, its port and the way there.",
  "settings.provider.timeout": "Gives no answer in time.",
  "settings.provider.failing": "Answers with an error of its own.",
  "settings.provider.untrusted-certificate":
    "Its certificate is not trusted here. Name its CA's certificate in NODE_EXTRA_CA_CERTS of the web process.",
  "settings.provider.issuer-mismatch":
    "It calls itself something else than OIDC_ISSUER says. Set OIDC_ISSUER to exactly its own name; a slash at the end counts.",
  "settings.provider.client-refused":
    "It refuses the portal's client id or secret. Check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.",
  "settings.provider.not-a-provider": "There is no OpenID provider under OIDC_ISSUER. Check the path.",
  "settings.provider.algorithm":
    "It signs with an algorithm that is not accepted here. Choose a signing key (RS256, PS256, ES256 or EdDSA) for the portal's client there.",
  "settings.provider.unexpected": "Can't be used.",
  "settings.rules": "Rules",
  "settings.rules.version": "Version",
  "settings.rules.hint":
    "Built in: production wants one yes of an approver group, staging nobody's. Every decision names the version it was made by.",
  "settings.sources": "Every setting, and where it came from",
  "settings.sources.file": "File",
  "settings.sources.noFile":
    "HALLIGAN_CONFIG_FILE is not set: everything comes from the environment or is a default.",
  "settings.value.secret": "set, not shown",
  "settings.value.none": "not set",
  "settings.value.long": "above",
  "settings.name": "Setting",
  "settings.value": "Value",
  "settings.origin": "From",
} as const;
