import type { Role } from "@/lib/kernel/config/config";
import type { PersonState } from "@/lib/people/views";

const roles = {
  "role.engineer": "engineer",
  "role.approver": "approver",
  "role.reviewer": "reviewer",
  "role.administrator": "administrator",
} as const satisfies Record<`role.${Role}`, string>;

const may = {
  "people.may.engineer": "asks for shells, opens what was approved to them, ends their own",
  "people.may.approver":
    "says yes or no to others' requests, where their group is named; ends anybody's access",
  "people.may.reviewer": "replays others' sessions, closes their reviews, reads the audit",
  "people.may.administrator":
    "sees everything, switches people off and on, ends anybody's access, tests accounts and orders documents",
} as const satisfies Record<`people.may.${Role}`, string>;

const states = {
  "people.state.signed-in": "signed in",
  "people.state.without-role": "without a role",
  "people.state.disabled": "switched off",
} as const satisfies Record<`people.state.${PersonState}`, string>;

/** Pages of people: who is who, who may what. */
export const people = {
  ...roles,
  ...may,
  ...states,
  "pages.people": "People",
  "people.search": "Search in names, mail addresses, groups",
  "people.role": "Role",
  "people.state": "State",
  "people.signedIn": "signed in",
  "people.signedIn.several": "signed in {count, number} times",
  "people.neverSignedIn": "never signed in",
  "people.lastSignIn": "last sign-in",
  "people.groupsRead": "groups read",
  "people.noRole": "no role",
  "people.noGroups": "no groups",
  "people.mayWhat": "Who may what",
  "people.mayWhat.lead":
    "Roles come from groups of the identity provider, by the settings; nobody gives one here. Whoever asks never decides, whatever their roles.",
  "people.groups": "Groups",
  "people.column.name": "Name",
  "people.column.roles": "Roles",
  "people.column.groupsRead": "Groups read",
  "people.column.signIn": "Last sign-in",
  "people.nobody": "Nobody has signed in yet.",
  "people.person": "Person",
  "people.may": "May",
  "people.may.nothing":
    "This person may nothing here: none of their groups has a role. They see a page that says so.",
  "people.facts": "From the identity provider",
  "people.mail": "Mail address",
  "people.subject": "Subject",
  "people.issuer": "Issuer",
  "people.firstSeen": "First seen",
  "people.id": "Id",
  "people.history": "History",
  "people.history.requests": "Requests",
  "people.history.sessions": "Sessions",
  "people.history.decisions": "Decisions",
  "people.history.reviews": "Reviews closed",
  "people.history.audit": "All that is on record of them",
  "people.signIns": "Sign-ins",
  "people.signIns.none": "No sign-in is on record.",
  "people.signIn.runs": "runs",
  "people.signIn.until": "until",
  "people.signIn.ended": "ended",
  "people.signIn.expired": "ran out",
  "people.signIn.why.signed-out": "signed out",
  "people.signIn.why.replaced": "signed in anew in the same browser",
  "people.signIn.why.person-disabled": "access switched off",
  "people.disabledSince": "Switched off since",
  "people.disabled.hint": "They can't sign in, and nothing of theirs goes on.",
  "people.disable": "Switch off access",
  "people.disable.title": "Switch off the access of {name}",
  "people.disable.consequence":
    "Every sign-in of theirs ends now, their terminals close, and the identity provider can't let them in before somebody switches them on. Their shells end within a minute.",
  "people.enable": "Switch on access",
  "people.enable.title": "Switch on the access of {name}",
  "people.enable.consequence": "They can sign in again, with the roles that their groups then have.",
  "people.reason": "Reason, for the audit",
} as const;
