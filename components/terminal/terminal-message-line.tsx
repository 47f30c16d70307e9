import { cx } from "@/components/ui/cx";
import { TONE_TEXT, type Tone } from "@/components/ui/tone";
import { errorSentence, t, wordFor } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import type { TerminalPhase } from "./client/terminal-phases";
import { isCurrent, type TerminalSnapshot } from "./client/terminal-snapshot";

const LINE: Record<TerminalPhase, { tone: Tone; text: () => string } | undefined> = {
  connecting: { tone: "blue", text: () => t("terminal.connecting") },
  opening: { tone: "blue", text: () => t("terminal.opening") },
  open: undefined,
  resuming: { tone: "amber", text: () => t("terminal.resuming") },
  reconnecting: { tone: "amber", text: () => t("terminal.reconnecting") },
  ended: { tone: "neutral", text: () => t("terminal.ended") },
  held: { tone: "blue", text: () => t("terminal.held") },
  "taken-over": { tone: "neutral", text: () => t("terminal.taken-over") },
  refused: { tone: "red", text: () => t("terminal.refused") },
  "signed-out": { tone: "amber", text: () => t("terminal.signed-out") },
};

/** Phases in which typing makes sense, now or soon. */
const MAY_OPEN: ReadonlySet<TerminalPhase> = new Set([
  "connecting",
  "opening",
  "open",
  "resuming",
  "reconnecting",
]);
const UNREACHABLE_AFTER = 4;

/** The thin line under the screen: what is the matter, when something is. */
export function TerminalMessageLine({ snapshot }: { snapshot: TerminalSnapshot }) {
  const line = lineOf(snapshot);
  const refused = refusedText(snapshot);
  return (
    <p
      role="status"
      aria-label={t("terminal.line")}
      className={cx(
        "min-h-7 border-line border-t bg-surface px-3 py-1 text-sm",
        line ? TONE_TEXT[line.tone] : "text-faint",
      )}
    >
      {line?.text}
      {refused !== undefined && (
        <strong
          data-refused-keys={snapshot.refusedKeys}
          className={cx("rounded-sm bg-amber-wash px-1 font-medium text-amber", line && "ml-2")}
        >
          {refused}
        </strong>
      )}
    </p>
  );
}

/** What of the typing was not sent, as long as the rest of its line isn't either, or nothing can be sent. */
function refusedText({ phase, refusedKeys, isLineBroken }: TerminalSnapshot): string | undefined {
  if (refusedKeys === 0 || !MAY_OPEN.has(phase)) return undefined;
  return isLineBroken && phase === "open"
    ? t("terminal.notSent.line", { count: refusedKeys, enter: "Enter", clear: "Ctrl C" })
    : t("terminal.notSent", { count: refusedKeys });
}

function lineOf(snapshot: TerminalSnapshot): { tone: Tone; text: string } | undefined {
  if (snapshot.phase === "reconnecting" && snapshot.failures >= UNREACHABLE_AFTER)
    return { tone: "red", text: t("terminal.unreachable") };
  if (snapshot.phase === "open" && !isCurrent(snapshot))
    return {
      tone: "red",
      text: t("terminal.silent", { time: formatUtcTime(new Date(snapshot.heardAtMs ?? 0), "seconds") }),
    };
  if (snapshot.phase === "ended" && snapshot.failure) return { tone: "red", text: t("terminal.failed") };
  const line = LINE[snapshot.phase];
  if (line) return { tone: line.tone, text: line.text() };
  if (snapshot.notice) return { tone: "amber", text: noticeText(snapshot.notice) };
  if (snapshot.isLastMinute) return { tone: "red", text: t("terminal.lastMinute") };
  return undefined;
}

function noticeText(notice: NonNullable<TerminalSnapshot["notice"]>): string {
  const text = wordFor("terminal.notice", notice.code, notice.params);
  return text === notice.code ? errorSentence(notice.code, notice.params) : text;
}
