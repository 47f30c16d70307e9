import type { Letter } from "./mailbox";
import { escapeHtml, page } from "./page";
import type { Person } from "./people";

interface MailPage {
  letters: readonly Letter[];
  people: readonly Person[];
  /** Whose mail it is; undefined: everybody's. */
  reader: Person | undefined;
  portal: string;
}

/** What the portal wrote to the demo's people. Its links lead to the portal; whatever else was written is text. */
export function mailPage({ letters, people, reader, portal }: MailPage): string {
  const boxes = [
    { name: "Everybody", query: "", isHere: reader === undefined },
    ...people.map(({ subject, name }) => ({
      ...{ name, query: `?of=${encodeURIComponent(subject)}` },
      isHere: reader?.subject === subject,
    })),
  ];
  const tabs = boxes.map(
    ({ name, query, isHere }) =>
      `<a href="/mail${query}"${isHere ? ' aria-current="page"' : ""}>${escapeHtml(name)}</a>`,
  );
  const items = letters.map((letter) => {
    const person = people.find(({ email }) => email === letter.to);
    return `<li><article><h2><bdi>${escapeHtml(letter.subject)}</bdi></h2>
      <p>To <bdi>${escapeHtml(person?.name ?? letter.to)}</bdi> · ${timeOf(letter.receivedAt)}</p>
      <div class="letter">${linked(letter.text, portal)}</div></article></li>`;
  });
  const list =
    items.length > 0
      ? `<ul>${items.join("")}</ul>`
      : '<p class="notice">No mail yet. Request access as Ana, and look here as Ben.</p>';
  return page(
    "Mail",
    `<p class="lead">What the portal mailed to the demo's people. None of it left this computer.</p>
    <nav aria-label="Mailboxes" class="tabs">${tabs.join("")}</nav>${list}
    <footer><a href="/mail${reader ? `?of=${encodeURIComponent(reader.subject)}` : ""}">Look again</a><a href="${escapeHtml(portal)}/">Back to the portal</a></footer>`,
  );
}

function timeOf(at: Date): string {
  const iso = at.toISOString();
  return `<time datetime="${iso}">${iso.slice(11, 19)} UTC</time>`;
}

/** Only lines that are nothing but an address of the portal's are links. */
function linked(text: string, portal: string): string {
  return text
    .split("\n")
    .map((line) => {
      const shown = escapeHtml(line);
      return line.startsWith(`${portal}/`) && /^\S+$/.test(line) ? `<a href="${shown}">${shown}</a>` : shown;
    })
    .join("\n");
}
