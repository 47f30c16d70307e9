import type { Role } from "@/lib/kernel/config/config";
import type { PersonState } from "@/lib/people/views";

const roles = {
  "role.engineer": "engineer",
  "role.approver": "approver",
  "role.reviewer": "reviewer",
  "role.administrator": "administrator",
} as const satisfies Record<`role.${Role}`, string>;

const may = {
  "people.may.engineer": "Requests access, opens the shells that were approved, ends their own",
  "people.may.approver":
    "Approves or denies requests of others where their group is named; ends anyone's access",
  "people.may.reviewer": "Replays and reviews sessions of others, reads the audit log",
  "people.may.administrator":
    "Sees everything, disables and enables accounts, ends anyone's access, tests connections, creates session documents",
} as const satisfies Record<`people.may.${Role}`, string>;

const states = {
  "people.state.signed-in": "signed in",
  "people.state.without-role": "no role",
  "people.state.disabled": "disabled",
} as const satisfies Record<`people.state.${PersonState}`, string>;

/** Pages of people: who is who, who may what. */
export const people = {
  ...roles,
  ...may,
  ...states,
  "pages.people": "People",
  "people.search": "Search names, email, groups",
  "people.role": "Role",
  "people.state": "State",
  "people.signedIn": "signed in",
  "people.signedIn.several": "signed in {count, number} times",
  "people.neverSignedIn": "never signed in",
  "people.lastSignIn": "last sign-in",
  "people.groupsRead": "groups read",
  "people.noRole": "no role",
  "people.noGroups": "no groups",
  "people.mayWhat": "Roles",
  "people.mayWhat.lead":
    "Roles come from groups of the identity provider. No one approves their own request, whatever their roles.",
  "people.groups": "Groups",
  "people.column.name": "Name",
  "people.column.roles": "Roles",
  "people.column.groupsRead": "Groups read",
  "people.column.signIn": "Last sign-in",
  "people.nobody": "No one has signed in yet.",
  "people.person": "Person",
  "people.may": "Roles",
  "people.may.nothing": "No role: none of their groups is mapped to one. They see a page that says so.",
  "people.facts": "From the identity provider",
  "people.mail": "Email",
  "people.subject": "Subject",
  "people.issuer": "Issuer",
  "people.firstSeen": "First seen",
  "people.id": "Id",
  "people.history": "Activity",
  "people.history.requests": "Requests",
  "people.history.sessions": "Sessions",
  "people.history.decisions": "Decisions",
  "people.history.reviews": "Reviews closed",
  "people.history.audit": "All audit events",
  "people.signIns": "Sign-ins",
  "people.signIns.none": "No sign-ins on record.",
  "people.signIn.runs": "active until",
  "people.signIn.ended": "ended",
  "people.signIn.expired": "expired",
  "people.signIn.why.signed-out": "signed out",
  "people.signIn.why.replaced": "replaced by a new sign-in in the same browser",
  "people.signIn.why.person-disabled": "account disabled",
  "people.disabledSince": "Account disabled",
  "people.disabled.hint": "They can't sign in, and their shells are ended.",
  "people.disable": "Disable account",
  "people.disable.title": "Disable the account of {name}",
  "people.disable.consequence":
    "All their sign-ins end now, their terminals disconnect, and their shells end within a minute. They can't sign in until the account is enabled.",
  "people.enable": "Enable account",
  "people.enable.title": "Enable the account of {name}",
  "people.enable.consequence": "They can sign in again, with the roles of their groups at that time.",
  "people.reason": "Reason (kept in the audit log)",
  "people.signIn.own": "this browser",
  "people.signIn.revoke": "End",
  "people.signIn.revoke.label": "End the sign-in of {name} from {time}",
  "people.signIn.revoke.title": "End a sign-in of {name}",
  "people.signIn.revoke.consequence":
    "That browser is signed out now and its terminals disconnect. {name} can sign in again.",
  "people.signIn.why.revoked": "revoked",
} as const;
