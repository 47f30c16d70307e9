import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";

type Window = Pick<RequestDetail, "windowSeconds" | "windowStart" | "startWithinSeconds" | "extension">;

/** As whom on the nodes, in words that stand behind others; empty where none is named. */
export function asUser(osUser: string | null): string {
  return osUser === null ? "" : t("request.as", { osUser });
}

/** What an approval lets somebody do, in one sentence. */
export function approvalLine(
  person: string,
  nodes: string,
  { windowSeconds, windowStart, startWithinSeconds, extension }: Window,
): string {
  if (extension) return t("request.approve.line.extension", { person, nodes, windowSeconds });
  return windowStart === "approval"
    ? t("request.approve.line", { person, nodes, windowSeconds })
    : t("request.approve.line.first-use", { person, nodes, windowSeconds, startWithinSeconds });
}
