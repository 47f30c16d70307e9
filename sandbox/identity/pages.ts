import { escapeHtml, page } from "./page";
import { GROUPS, type Person } from "./people";
import type { IdentitySettings } from "./settings";

/** The page on which one chooses who to be. */
export function chooserPage(interactionId: string, people: Person[], hasMail: boolean): string {
  const rows = people.map((person) => {
    const id = `about-${person.subject}`;
    return `<li><button class="person" name="person" value="${escapeHtml(person.subject)}"
      aria-labelledby="name-${escapeHtml(person.subject)}" aria-describedby="${id}">
      <span class="name" id="name-${escapeHtml(person.subject)}"><span class="hidden">Continue as </span>${escapeHtml(person.name)}</span>
      <span class="part" id="${id}">${escapeHtml(person.part)}<span class="hidden"> Groups: </span><br>
      <span class="groups">${escapeHtml(person.groups.join(", ") || "no group")}</span></span>
      <span class="arrow" aria-hidden="true">→</span></button></li>`;
  });
  return page(
    "Who are you?",
    `<p class="lead">The demo's identity provider. No password: choose a person, and come back later as another.</p>
    <form method="post" action="/interaction/${escapeHtml(interactionId)}"><ul>${rows.join("")}</ul></form>
    <footer><a href="/groups?from=${escapeHtml(interactionId)}">Change groups</a>${hasMail ? MAIL_LINK : ""}</footer>`,
  );
}

const MAIL_LINK = '<a href="/mail">Read the demo\'s mail</a>';

export interface GroupsPage {
  people: Person[];
  /** A fresh one-time token for each person's form. */
  tokenFor: (subject: string) => string;
  settings: IdentitySettings;
  /** The sign-in from which one came, to go back to. */
  interactionId: string | undefined;
  /** The person whose groups were just saved. */
  saved: Person | undefined;
}

/** The page on which a person's groups are changed. */
export function groupsPage({ people, tokenFor, settings, interactionId, saved }: GroupsPage): string {
  const from = interactionId ? `<input type="hidden" name="from" value="${escapeHtml(interactionId)}">` : "";
  const forms = people.map((person) => {
    const boxes = GROUPS.map(
      (group) =>
        `<label><input type="checkbox" name="group" value="${escapeHtml(group)}"${
          person.groups.includes(group) ? " checked" : ""
        }> <span class="groups">${escapeHtml(group)}</span></label>`,
    );
    return `<li><form method="post" action="/groups">
      <fieldset><legend>${escapeHtml(person.name)}</legend><div class="boxes">${boxes.join("")}</div></fieldset>
      <input type="hidden" name="person" value="${escapeHtml(person.subject)}">
      <input type="hidden" name="token" value="${escapeHtml(tokenFor(person.subject))}">${from}
      <button class="save" aria-label="Save groups of ${escapeHtml(person.name)}">Save</button></form></li>`;
  });
  const notice = saved
    ? `<p class="notice" role="status">Saved. ${escapeHtml(saved.name)} is now in ${escapeHtml(
        saved.groups.join(", ") || "no group",
      )}. The portal sees it at its next check.</p>`
    : "";
  const back = interactionId
    ? `<a href="/interaction/${escapeHtml(interactionId)}">Back to choosing a person</a>`
    : portalLink(settings);
  return page(
    "Groups",
    `<p class="lead">What the provider tells the portal about each person. Roles come from these groups.</p>
    ${notice}<ul>${forms.join("")}</ul><footer>${back}${settings.mailPort === undefined ? "" : MAIL_LINK}</footer>`,
  );
}

/** A page that says in one sentence why this can't go on. */
export function errorPage(title: string, sentence: string, settings: IdentitySettings): string {
  return page(
    title,
    `<p class="lead">${escapeHtml(sentence)}</p><footer>${portalLink(settings)}<a href="/groups">Change groups</a></footer>`,
  );
}

/** What a browser is shown that has not opened the address with the code. */
export function strangerPage(): string {
  return page(
    "This browser is not known here",
    `<p class="lead">Nobody in the demo has a password, so only a browser that has opened the address in the terminal
    may sign in. Open the address that <code>npm run demo</code> printed at its last start, with its code, in this
    browser; a private window needs it once more.</p>`,
  );
}

function portalLink(settings: IdentitySettings): string {
  const portal = settings.redirectUris[0];
  return portal ? `<a href="${escapeHtml(new URL(portal).origin)}/">Back to the portal</a>` : "";
}
