import { parseDark } from "@/lib/recordings/segments/dark-rules";
import { t, wordFor } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import type { ReplayMark } from "./marks";

/**
 * A mark in words; a word that nobody knows is shown as it was written.
 * @param person who typed in the session: comings and goings are theirs
 */
export function markText({ kind, label }: Pick<ReplayMark, "kind" | "label">, person: string): string {
  if (kind === "gap") {
    const [, from, to] = /^gap: frames (\d+) to (\d+)\b/.exec(label) ?? [];
    return from !== undefined && to !== undefined ? t("replay.mark.gap", { from, to }) : label;
  }
  if (kind === "size") {
    const [cols, rows] = label.split("x");
    return cols !== undefined && rows !== undefined ? t("replay.mark.size", { cols, rows }) : label;
  }
  const dark = parseDark(label);
  if (dark)
    return t(dark.isInProgram ? "replay.mark.darkInProgram" : "replay.mark.dark", {
      bytes: dark.bytes,
      duration: formatDuration(Math.ceil((dark.toMs - dark.fromMs) / 1000)),
    });
  return wordFor("replay.mark", label, { person });
}
