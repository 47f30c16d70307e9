import type { PersonalMessage } from "@/lib/deliveries/deliver";
import type { Mail } from "@/lib/deliveries/mail/smtp";
import { type Language, readLanguage } from "@/messages/language";
import { t } from "@/messages/translate";
import { nameText, type RequestText, requestText } from "./request-text";
import { speaking } from "./speaking";

/** A message as a person reads it, in their language. */
export function mailText(message: PersonalMessage, address: string, origin: string): Mail {
  const language = readLanguage(message.person.language) ?? "en";
  return speaking(language, () => {
    const said = requestText(message, origin);
    const notes = [...(said.isAsking ? [t("mail.once")] : []), t("mail.off")];
    return {
      to: { name: nameText(message.person.name), address },
      subject: `[Halligan] ${said.subject}`,
      text: asText(said, notes),
      html: asHtml(said, notes, language),
      messageId: `<${message.deliveryId}@${new URL(origin).hostname}>`,
    };
  });
}

/** Everybody else's lines are set in, so that none of them passes for one of ours. */
function asText({ lead, sections, link }: RequestText, notes: readonly string[]): string {
  const facts = sections.map(({ label, value }) => `${label}:\n${value.replace(/^/gm, "    ")}`);
  return [lead, ...facts, `${link.text}:\n${link.href}`, ...notes].join("\n\n").concat("\n");
}

function asHtml({ lead, sections, link }: RequestText, notes: readonly string[], language: Language): string {
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
