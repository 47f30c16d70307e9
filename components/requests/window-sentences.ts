import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";

type Window = Pick<RequestDetail, "windowSeconds" | "windowStart" | "startWithinSeconds">;

/** How long, from when on, and as whom: one line. */
export function windowLine({ windowSeconds, windowStart, startWithinSeconds }: Window): string {
  return windowStart === "approval"
    ? t("request.window.line", { windowSeconds })
    : t("request.window.line.first-use", { windowSeconds, startWithinSeconds });
}

/** What a yes lets somebody do, in one sentence. */
export function approvalLine(
  person: string,
  nodes: string,
  { windowSeconds, windowStart, startWithinSeconds }: Window,
): string {
  return windowStart === "approval"
    ? t("request.approve.line", { person, nodes, windowSeconds })
    : t("request.approve.line.first-use", { person, nodes, windowSeconds, startWithinSeconds });
}
