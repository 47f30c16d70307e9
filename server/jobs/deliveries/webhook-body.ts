import type { EndpointMessage } from "@/lib/deliveries/deliver";
import type { Call } from "@/lib/deliveries/webhook/call";
import { signatureHeaders } from "@/lib/deliveries/webhook/signature";
import type { WebhookEndpoint, WebhookFormat } from "@/lib/kernel/config/webhooks";
import { assertNever } from "@/lib/kernel/errors";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { type RequestText, requestText } from "./request-text";
import { speaking } from "./speaking";

/** What PagerDuty and Opsgenie take at most, in characters. */
const LONGEST = { opsgenie: 130, pagerduty: 1_024, description: 10_000 } as const;

/**
 * What an endpoint is sent of a message, in the form that it reads. An endpoint has no language of its own: English.
 * @param at of this try: it is part of the signature
 */
export function webhookCall(
  message: EndpointMessage,
  endpoint: WebhookEndpoint,
  { origin, at }: { origin: string; at: Date },
): Call & { body: string } {
  const said = speaking("en", () => requestText(message, origin));
  const { url, type, headers, content } = formOf(endpoint.format, { message, endpoint, said, origin });
  const body = JSON.stringify(content);
  const seconds = Math.floor(at.getTime() / 1000);
  return {
    url,
    body,
    headers: {
      ...{ "content-type": type, accept: "application/json" },
      ...headers,
      ...(endpoint.secret === undefined
        ? {}
        : signatureHeaders(endpoint.secret, { id: message.deliveryId, seconds, body })),
    },
  };
}

interface Form {
  url: string;
  type: string;
  headers: Record<string, string>;
  content: object;
}

interface Given {
  message: EndpointMessage;
  endpoint: WebhookEndpoint;
  said: RequestText;
  origin: string;
}

function formOf(format: WebhookFormat, given: Given): Form {
  const { url } = given.endpoint;
  const json = { url, type: "application/json", headers: {} };
  switch (format) {
    case "cloudevents":
      return { ...json, type: "application/cloudevents+json", content: cloudEvent(given) };
    case "slack":
      return { ...json, content: slackMessage(given.said) };
    case "teams":
      return { ...json, content: teamsMessage(given.said) };
    case "pagerduty":
      return { ...json, content: pagerDutyEvent(given) };
    case "opsgenie":
      return { ...json, ...opsgenieCall(given) };
    default:
      return assertNever(format);
  }
}

/** CloudEvents 1.0, structured: facts, and no sentence. */
function cloudEvent({ message: { deliveryId, kind, request, createdAt }, said, origin }: Given): object {
  const { id, requesterName, nodes, selector, mostNodes, justification, incident, windowSeconds } = request;
  const decision = request.decisions.at(-1);
  const osUser = osUserOf(request);
  return {
    ...{ specversion: "1.0", id: deliveryId, source: origin, type: `halligan.${kind}` },
    ...{ time: createdAt.toISOString(), subject: id, datacontenttype: "application/json" },
    data: {
      ...{ requestId: id, url: said.link.href, state: request.state, requester: requesterName },
      nodes: nodes.map(({ id: nodeId, name, accountId, region, protection }) => ({
        ...{ id: nodeId, name, accountId, region, protection },
      })),
      ...(selector ? { selector: { tags: selector.tags, mostNodes } } : {}),
      ...{ reason: justification, incident, windowSeconds, expiresAt: request.lapsesAt.toISOString() },
      ...(osUser === null ? {} : { osUser }),
      approvals: request.obligations.approvals.map(({ count, groups }) => ({ count, groups })),
      ...(decision && (kind === "approved" || kind === "denied")
        ? { decision: { by: decision.personName, verdict: decision.verdict, comment: decision.comment } }
        : {}),
    },
  };
}

/** Its own markup is made of these three: whatever else others wrote stands as they wrote it. */
function slackText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function slackMessage({ subject, lead, sections, link }: RequestText): object {
  const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
  return {
    text: slackText(subject),
    blocks: [
      { type: "section", text: plain(lead) },
      ...sections.map(({ label, value }) => ({ type: "section", text: plain(`${label}\n${value}`) })),
      {
        type: "actions",
        elements: [{ type: "button", text: plain(link.text), url: link.href }],
      },
    ],
  };
}

/** A card of Workflows; text in text runs, where nothing is markup. */
function teamsMessage({ subject, sections, link }: RequestText): object {
  const run = (text: string, more: object = {}) => ({
    type: "RichTextBlock",
    inlines: [{ type: "TextRun", text, ...more }],
  });
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          ...{ type: "AdaptiveCard", version: "1.4" },
          body: [
            run(subject, { weight: "bolder" }),
            ...sections.flatMap(({ label, value }) => [run(label, { isSubtle: true }), run(value)]),
          ],
          actions: [{ type: "Action.OpenUrl", title: link.text, url: link.href }],
        },
      },
    ],
  };
}

/** One alert for each request, resolved when it needs no decision any more. */
function pagerDutyEvent({ message: { kind, request }, endpoint, said, origin }: Given): object {
  const common = { routing_key: endpoint.key ?? "", dedup_key: request.id };
  if (kind === "request-closed") return { ...common, event_action: "resolve" };
  return {
    ...common,
    event_action: "trigger",
    payload: {
      summary: said.subject.slice(0, LONGEST.pagerduty),
      ...{ source: new URL(origin).host, severity: "warning" },
      custom_details: Object.fromEntries(said.sections.map(({ label, value }) => [label, value])),
    },
    links: [{ href: said.link.href, text: said.link.text }],
  };
}

function opsgenieCall({ message: { kind, request }, endpoint, said }: Given): Omit<Form, "type"> {
  const headers = { authorization: `GenieKey ${endpoint.key ?? ""}` };
  const base = endpoint.url.replace(/\/+$/, "");
  if (kind === "request-closed")
    return {
      ...{ url: `${base}/${request.id}/close?identifierType=alias`, headers },
      content: { source: "Halligan", note: said.lead },
    };
  const lines = said.sections.map(({ label, value }) => `${label}: ${value}`);
  return {
    ...{ url: base, headers },
    content: {
      ...{ message: said.subject.slice(0, LONGEST.opsgenie), alias: request.id, source: "Halligan" },
      description: [said.lead, ...lines, said.link.href].join("\n").slice(0, LONGEST.description),
      ...{ priority: "P2", tags: ["halligan"] },
    },
  };
}
