import type { Message } from "@/lib/deliveries/deliver";
import { ASKING } from "@/lib/inbox/deliveries/rules";
import { t } from "@/messages/translate";
import { formatDuration, formatList, formatUtc } from "@/messages/values";

/** Lengths at which other people's texts are cut: a message says enough for the way to the page, which shows all of it. */
const LONGEST = { name: 80, subject: 160, text: 1_500 } as const;
const MOST_NODES = 5;

/** A request in words: who, where, why, for how long, and the way to its page. Never a way to decide. */
export interface RequestText {
  subject: string;
  lead: string;
  sections: readonly { label: string; value: string }[];
  link: { text: string; href: string };
  /** Whether it asks for a decision. */
  isAsking: boolean;
}

/** Says a message in the language that is spoken at the moment. */
export function requestText({ kind, request }: Message, origin: string): RequestText {
  const isAsking = ASKING.includes(kind);
  const decision = request.decisions.at(-1);
  const requester = cut(plain(request.requesterName), LONGEST.name);
  const params = {
    ...{ person: requester, nodes: cut(nodesShort(request), LONGEST.name) },
    decider: cut(plain(decision?.personName ?? "Halligan"), LONGEST.name),
    judge: cut(plain(request.glass?.judgedByName ?? "Halligan"), LONGEST.name),
    groups: formatList(
      request.obligations.approvals.flatMap(({ groups }) => groups.map((one) => plain(one))),
    ),
    time: formatUtc(request.accessEndsAt ?? request.lapsesAt, "minutes"),
    state: t(`request.state.${request.state}`),
  };
  const asked = [
    { label: t("mail.needs"), value: needsOf(request) },
    { label: t("mail.expires"), value: formatUtc(request.lapsesAt, "minutes") },
  ];
  return {
    subject: cut(plain(t(`mail.subject.${kind}`, params)), LONGEST.subject),
    lead: t(`mail.lead.${kind}`, params),
    sections: [
      { label: t("mail.who"), value: requester },
      { label: t("mail.where"), value: nodesLong(request) },
      { label: t("mail.why"), value: cut(paragraphs(request.justification), LONGEST.text) },
      ...(request.incident === null ? [] : [{ label: t("mail.incident"), value: plain(request.incident) }]),
      { label: t("mail.howLong"), value: formatDuration(request.windowSeconds) },
      ...request.osUsers.slice(-1).map((osUser) => ({ label: t("mail.osUser"), value: plain(osUser) })),
      ...(isAsking ? asked : []),
      ...(kind === "approved" || kind === "denied" ? commentOf(decision?.comment ?? null) : []),
    ],
    link: {
      text: t(isAsking ? "mail.open.decide" : "mail.open.view"),
      href: `${origin}/requests/${request.id}`,
    },
    isAsking,
  };
}

/** Somebody else's name, in one line that is not too long. */
export function nameText(name: string): string {
  return cut(plain(name), LONGEST.name);
}

type MailRequest = Message["request"];

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

function commentOf(comment: string | null): RequestText["sections"] {
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
