import Link from "next/link";
import type { ReactNode } from "react";
import { FailedOpening } from "@/components/sessions/failed-opening";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import { errorSentence, t, wordFor } from "@/messages/translate";
import { formatList, formatUtc } from "@/messages/values";
import type { TerminalSnapshot } from "./client/terminal-snapshot";
import { noteText } from "./note-text";

interface TerminalOverlayProps {
  snapshot: TerminalSnapshot;
  replayHref: string;
  requestHref: string | undefined;
  signInHref: string;
  onReconnect: () => void;
  /** Opens another shell on the same node. */
  onRetry: () => void;
}

/** Dims the screen when nothing can be typed any more, and says why, when, and what now. */
export function TerminalOverlay(props: TerminalOverlayProps) {
  const { snapshot, replayHref, requestHref, signInHref, onReconnect, onRetry } = props;
  const back = requestHref !== undefined && (
    <Link href={requestHref} className={buttonClass("secondary")}>
      {t("terminal.back")}
    </Link>
  );
  switch (snapshot.phase) {
    case "ended":
      if (snapshot.failure) {
        return (
          <Over title={t("terminal.failed")} details={<FailedOpening failure={snapshot.failure} />}>
            {snapshot.failure.canRetry && (
              <Button variant="primary" onClick={onRetry}>
                {t("terminal.failed.retry")}
              </Button>
            )}
            {back}
          </Over>
        );
      }
      return (
        <Over title={t("terminal.ended")} lines={endLines(snapshot)}>
          <Link href={replayHref} className={buttonClass("primary")}>
            {t("terminal.replay")}
          </Link>
          {back}
        </Over>
      );
    case "refused":
      return (
        <Over title={t("terminal.refused")} lines={[errorSentence(snapshot.code ?? "INTERNAL")]}>
          {back}
          <Link href="/" className={buttonClass("secondary")}>
            {t("terminal.home")}
          </Link>
        </Over>
      );
    case "signed-out":
      return (
        <Over title={t("terminal.signed-out")} lines={[t("terminal.signed-out.line")]}>
          <Link href={signInHref} className={buttonClass("primary")}>
            {t("pages.signIn.button")}
          </Link>
        </Over>
      );
    case "held":
      return (
        <Over
          title={t("terminal.held")}
          lines={[placeText("terminal.place", snapshot), t("terminal.held.line")]}
        >
          <Button variant="primary" onClick={onReconnect}>
            {t("terminal.held.take")}
          </Button>
          {back}
        </Over>
      );
    case "taken-over":
      return (
        <Over
          title={t("terminal.taken-over")}
          lines={[placeText("terminal.takenBy", snapshot), t("terminal.taken-over.line")].filter(Boolean)}
        >
          <Button variant="primary" onClick={onReconnect}>
            {t("terminal.taken-over.back")}
          </Button>
        </Over>
      );
    default:
      return null;
  }
}

interface OverProps {
  title: string;
  lines?: readonly string[];
  details?: ReactNode;
  children: ReactNode;
}

function Over({ title, lines = [], details, children }: OverProps) {
  return (
    <section
      role="alert"
      aria-label={title}
      className="absolute inset-0 z-10 grid grid-cols-1 place-items-center overflow-y-auto bg-backdrop p-4"
    >
      <div className="grid w-full max-w-md gap-3 rounded-md border border-line bg-raised p-5 shadow-float">
        <h2 className="font-semibold text-lg">{title}</h2>
        {lines.map((line) => (
          <p key={line} className="text-soft">
            {line}
          </p>
        ))}
        {details}
        <div className="flex flex-wrap gap-2">{children}</div>
      </div>
    </section>
  );
}

/** Where the other window is: what it calls itself and where it calls from is text, no more. */
function placeText(code: "terminal.place" | "terminal.takenBy", { place }: TerminalSnapshot): string {
  if (!place) return "";
  const { browser, address, since } = place;
  return t(code, {
    since,
    ...(browser === "" ? {} : { browser }),
    ...(address === "" ? {} : { address }),
  });
}

function endLines(snapshot: TerminalSnapshot): string[] {
  const { reason, endedAtMs, code, detail } = snapshot;
  const parts = [
    reason === undefined ? "" : wordFor("end", reason),
    endedAtMs === undefined ? "" : t("terminal.endedAt", { time: formatUtc(new Date(endedAtMs)) }),
  ];
  const failure = code === undefined ? "" : errorSentence(code);
  return [formatList(parts.filter(Boolean)), failure, noteText(reason, detail ?? "")].filter(Boolean);
}
