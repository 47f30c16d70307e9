import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";

type Window = Pick<RequestDetail, "windowSeconds" | "windowStart" | "startWithinSeconds">;

/** What an approval lets somebody do, in one sentence. */
export function approvalLine(
  person: string,
  nodes: string,
  { windowSeconds, windowStart, startWithinSeconds }: Window,
): string {
  return windowStart === "approval"
    ? t("request.approve.line", { person, nodes, windowSeconds })
    : t("request.approve.line.first-use", { person, nodes, windowSeconds, startWithinSeconds });
}
