import type { AuditSentence } from "@/lib/overview/views";
import type { MessageParam } from "@/messages/format-message";
import { auditSentence, t, wordFor } from "@/messages/translate";
import { formatList } from "@/messages/values";

/**
 * What one audit event says after the name of who did it. What its data holds was checked where it was written, but not
 * what it says: it is text.
 */
export function sentenceOf(event: AuditSentence): string {
  if (event.outcome === "refused") return t("audit.refused", { what: wordFor("audit.act", event.code) });
  if (event.outcome === "failed") return t("audit.failed", { what: wordFor("audit.act", event.code) });
  const params: Record<string, MessageParam> = {
    subject: event.personName ?? event.personId ?? "",
    node: event.nodeName ?? event.nodeId ?? "",
  };
  // One's own are not said to be somebody's.
  if (event.ownerName !== null && event.ownerName !== event.actorName) params.owner = event.ownerName;
  for (const [name, value] of Object.entries(event.data)) {
    const param = paramFrom(value);
    if (param !== undefined) params[name] = param;
  }
  if (typeof params.reason === "string") params.reason = wordFor("end", params.reason);
  if (typeof params.cause === "string") params.cause = wordFor("replay.gap", params.cause);
  if (typeof params.alarm === "string") params.alarm = wordFor("grade.alarm", params.alarm);
  if (Array.isArray(params.findings))
    params.findings = params.findings.map((finding: string) => wordFor("grade.finding", finding));
  if (typeof params.kind === "string") params.kind = wordFor("inbox.kind", params.kind);
  if (typeof params.verdict === "string") params.verdict = wordFor("review.verdict", params.verdict);
  if (typeof params.list === "string") params.list = wordFor("lists.things", params.list);
  if (Array.isArray(params.roles)) params.roles = params.roles.map((role: string) => wordFor("role", role));
  // What happened, happened to all of them: no "or".
  for (const [name, value] of Object.entries(params))
    if (Array.isArray(value)) params[name] = formatList(value);
  return auditSentence(event.code, params);
}

/** Who did it: a person, or a process of ours by its name. */
export function actorNameOf({
  actorKind,
  actorName,
}: Pick<AuditSentence, "actorKind" | "actorName">): string {
  if (actorKind === "anonymous" || actorName === null) return t("audit.somebody");
  return actorKind === "system" ? wordFor("audit.process", actorName) : actorName;
}

/** What it is about: its node, how many more, or its person; null when neither is known. */
export function objectOf(event: AuditSentence): { id: string; name: string; more: number } | null {
  const { nodeId, nodeName, moreNodes, personId, personName } = event;
  if (nodeId !== null) return { id: nodeId, name: nodeName ?? nodeId, more: moreNodes };
  return personId === null ? null : { id: personId, name: personName ?? personId, more: 0 };
}

/** What was refused is recorded with the code of its refusal. */
export function refusalCodeOf({ outcome, data }: Pick<AuditSentence, "outcome" | "data">): string | null {
  if (outcome !== "refused") return null;
  const code = data.error ?? data.code;
  return typeof code === "string" ? code : null;
}

function paramFrom(value: unknown): MessageParam | undefined {
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value) && value.every((one): one is string => typeof one === "string")) return value;
  return undefined;
}
