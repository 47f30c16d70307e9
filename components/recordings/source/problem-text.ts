import { errorSentence, t } from "@/messages/translate";
import { ANSWER_UNREADABLE, type GatewayProblem } from "./gateway";

/** Why the gateway is being asked again. */
export function troubleText({ code }: GatewayProblem): string {
  if (code === undefined) return t("gateway.unreachable");
  if (code === ANSWER_UNREADABLE) return t("gateway.unreadable.retrying");
  if (code === "INTERNAL") return t("gateway.failed.retrying");
  return `${errorSentence(code)} ${t("gateway.retrying")}`;
}

/** Why it isn't asked any more, and what to do. */
export function problemText({ code }: GatewayProblem): string {
  return code === ANSWER_UNREADABLE ? t("gateway.unreadable") : errorSentence(code ?? "INTERNAL");
}
