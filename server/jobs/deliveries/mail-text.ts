import type { Message } from "@/lib/deliveries/deliver";
import type { Mail } from "@/lib/deliveries/mail/smtp";
import { ASKING } from "@/lib/inbox/deliveries/rules";
import { type Language, readLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { formatDuration, formatList, formatUtc } from "@/messages/values";
import { speaking } from "./speaking";

/** Lengths at which other people's texts are cut: a mail says enough for the way to the page, which shows all of it. */
const LONGEST = { name: 80, subject: 160, text: 1_500 } as const;
const MOST_NODES = 5;

/** A message as a person reads it: who, where, why, for how long, and the way to the page. Never a way to decide. */
export function mailText(
  { deliveryId, kind, person, request }: Message,
  address: string,
  origin: string,
): Mail {
  const language = readLanguage(person.language) ?? "en";
  return speaking(language, () => {
    const isAsking = ASKING.includes(kind);
    const decision = request.decisions.at(-1);
    const requester = cut(plain(request.requesterName), LONGEST.name);
    const nodes = cut(nodesShort(request), LONGEST.name);
    const params = {
      ...{ person: requester, nodes },
      decider: cut(plain(decision?.personName ?? "Halligan"), LONGEST.name),
      groups: formatList(
        request.obligations.approvals.flatMap(({ groups }) => groups.map((one) => plain(one))),
      ),
      time: formatUtc(request.accessEndsAt ?? request.lapsesAt, "minutes"),
    };
    const sections: Section[] = [
      { label: t("mail.who"), value: requester },
      { label: t("mail.where"), value: nodesLong(request) },
      { label: t("mail.why"), value: cut(paragraphs(request.justification), LONGEST.text) },
      ...(request.incident === null ? [] : [{ label: t("mail.incident"), value: plain(request.incident) }]),
      { label: t("mail.howLong"), value: formatDuration(request.windowSeconds) },
      ...(isAsking
        ? [
            { label: t("mail.needs"), value: needsOf(request) },
            { label: t("mail.expires"), value: formatUtc(request.lapsesAt, "minutes") },
          ]
        : []),
      ...(kind === "approved" || kind === "denied" ? commentOf(decision?.comment ?? null) : []),
    ];
    const body: Body = {
      language,
      lead: t(`mail.lead.${kind}`, params),
      sections,
      link: {
        text: t(isAsking ? "mail.open.decide" : "mail.open.view"),
        href: `${origin}/requests/${request.id}`,
      },
      notes: [...(isAsking ? [t("mail.once")] : []), t("mail.off")],
    };
    return {
      to: { name: cut(plain(person.name), LONGEST.name), address },
      subject: cut(plain(`[Halligan] ${t(`mail.subject.${kind}`, params)}`), LONGEST.subject),
      text: asText(body),
      html: asHtml(body),
      messageId: `<${deliveryId}@${new URL(origin).hostname}>`,
    };
  });
}

type MailRequest = Message["request"];

interface Section {
  label: string;
  value: string;
}

interface Body {
  language: Language;
  lead: string;
  sections: readonly Section[];
  link: { text: string; href: string };
  notes: readonly string[];
}

function nodesShort({ nodes, selector }: MailRequest): string {
  if (selector) return plain(tagsOf(selector.tags));
  const names = nodes.slice(0, MOST_NODES).map(({ name }) => plain(name));
  const more = nodes.length - names.length;
  return [formatList(names), ...(more > 0 ? [t("mail.where.more", { count: more })] : [])].join(" ");
}

function nodesLong({ nodes, selector, mostNodes }: MailRequest): string {
  if (selector)
    return t("mail.where.selector", { count: mostNodes ?? 1, tags: plain(tagsOf(selector.tags)) });
  const lines = nodes.slice(0, MOST_NODES).map(({ name, accountName, region, protection }) =>
    t("mail.where.node", {
      ...{ node: cut(plain(name), LONGEST.name), account: plain(accountName), region: plain(region) },
      protection: t(`node.protection.${protection}`),
    }),
  );
  const more = nodes.length - lines.length;
  return [...lines, ...(more > 0 ? [t("mail.where.more", { count: more })] : [])].join("\n");
}

function tagsOf(tags: Readonly<Record<string, string>>): string {
  return formatList(Object.entries(tags).map(([key, value]) => `${key}=${value}`));
}

function needsOf({ obligations }: MailRequest): string {
  return obligations.approvals
    .map(({ count, groups }) =>
      t("obligation.approvals", { count, groups: formatList(groups.map((one) => plain(one))) }),
    )
    .join("\n");
}

function commentOf(comment: string | null): Section[] {
  return comment === null
    ? []
    : [{ label: t("mail.comment"), value: cut(paragraphs(comment), LONGEST.text) }];
}

/** What breaks a line, reorders it, or can't be seen, and so might pass for something else. */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]+/gu;

/** Somebody else's word, in one line. */
function plain(text: string): string {
  return text.replace(HOSTILE, " ").replace(/\s+/g, " ").trim();
}

/** Somebody else's text, with its lines. */
function paragraphs(text: string): string {
  return text
    .split("\n")
    .map(plain)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function cut(text: string, longest: number): string {
  const signs = [...text];
  return signs.length <= longest ? text : `${signs.slice(0, longest - 1).join("")}…`;
}

/** Everybody else's lines are set in, so that none of them passes for one of ours. */
function asText({ lead, sections, link, notes }: Body): string {
  const facts = sections.map(({ label, value }) => `${label}:\n${value.replace(/^/gm, "    ")}`);
  return [lead, ...facts, `${link.text}:\n${link.href}`, ...notes].join("\n\n").concat("\n");
}

function asHtml({ language, lead, sections, link, notes }: Body): string {
  const rows = sections.map(
    ({ label, value }) =>
      `<tr><th style="text-align:left;vertical-align:top;padding:4px 16px 4px 0;color:#555;font-weight:normal">${escapeHtml(label)}</th>` +
      `<td style="padding:4px 0;white-space:pre-wrap;overflow-wrap:anywhere"><bdi>${escapeHtml(value)}</bdi></td></tr>`,
  );
  const small = notes.map((note) => `<p style="color:#555;font-size:13px">${escapeHtml(note)}</p>`);
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Halligan</title></head>` +
    `<body style="font-family:sans-serif;font-size:15px;line-height:1.5;max-width:40rem"><p>${escapeHtml(lead)}</p>` +
    `<table>${rows.join("")}</table>` +
    `<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>${small.join("")}</body></html>`
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
