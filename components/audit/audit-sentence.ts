import type { AuditSentence } from "@/lib/overview/views";
import type { MessageParam } from "@/messages/format-message";
import { auditSentence, t, wordFor } from "@/messages/translate";
import { formatList } from "@/messages/values";

/** One audit event as a sentence. What its data holds was checked where it was written, but not what it says: it is text. */
export function sentenceOf(event: AuditSentence): string {
  const actor = actorOf(event);
  const params: Record<string, MessageParam> = {
    actor,
    subject: event.personName ?? event.personId ?? "",
    node: event.nodeName ?? event.nodeId ?? "",
    nodes: `${event.nodeName ?? event.nodeId ?? ""}${event.moreNodes > 0 ? ` +${event.moreNodes}` : ""}`,
  };
  for (const [name, value] of Object.entries(event.data)) {
    const param = paramFrom(value);
    if (param !== undefined) params[name] = param;
  }
  // What it is about is told by its name; data holds ids.
  if (event.nodeName !== null && Array.isArray(params.nodes))
    params.nodes = params.nodes.length > 1 ? `${event.nodeName} +${params.nodes.length - 1}` : event.nodeName;
  if (typeof params.reason === "string") params.reason = wordFor("end", params.reason);
  if (typeof params.cause === "string") params.cause = wordFor("replay.gap", params.cause);
  if (typeof params.kind === "string") params.kind = wordFor("inbox.kind", params.kind);
  if (typeof params.verdict === "string") params.verdict = wordFor("review.verdict", params.verdict);
  if (typeof params.list === "string") params.list = wordFor("nav", params.list);
  if (Array.isArray(params.roles)) params.roles = params.roles.map((role: string) => wordFor("role", role));
  // What happened, happened to all of them: no "or".
  for (const [name, value] of Object.entries(params))
    if (Array.isArray(value)) params[name] = formatList(value);
  const sentence = auditSentence(event.code, params);
  if (event.outcome === "refused")
    return t("audit.refused", { actor, what: wordFor("audit.act", event.code) });
  if (event.outcome === "failed") return t("audit.failed", { what: sentence });
  return sentence;
}

/** Where an event leads: the nearest thing it is about. */
export function hrefOf(event: AuditSentence): string | undefined {
  if (event.sessionId !== null) return `/sessions/${event.sessionId}`;
  if (event.requestId !== null) return `/requests/${event.requestId}`;
  if (event.nodeId !== null) return `/nodes/${event.nodeId}`;
  return undefined;
}

function actorOf(event: AuditSentence): string {
  if (event.actorKind === "anonymous") return t("audit.somebody");
  if (event.actorKind === "system") return t("audit.process", { name: event.actorName ?? "–" });
  return event.actorName ?? t("audit.somebody");
}

function paramFrom(value: unknown): MessageParam | undefined {
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value) && value.every((one): one is string => typeof one === "string")) return value;
  return undefined;
}
