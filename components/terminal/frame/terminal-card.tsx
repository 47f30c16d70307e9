import { CircleX, Play, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { FailedOpening } from "@/components/sessions/failed-opening";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import type { Outcome } from "@/components/ui/outcome";
import { useNow } from "@/components/ui/time/clock";
import { errorSentence, t, wordFor } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import type { TerminalSnapshot } from "../client/terminal-snapshot";
import { noteText } from "../note-text";
import { CARD } from "./card-class";
import { OpeningCard } from "./opening-card";
import { ProveCard } from "./prove-card";

interface TerminalCardProps {
  snapshot: TerminalSnapshot;
  nodeName: string;
  replayHref: string;
  requestHref: string | undefined;
  signInHref: string;
  windowEndsAt: Date | string | null;
  /** The form for another request on the same node. */
  againHref: string | undefined;
  onReconnect: () => void;
  /** Proves that it is the reader, where the rules ask for it. */
  onProve: (level: "sign-in" | "passkey") => Promise<Outcome>;
  /** Opens another shell on the same node. */
  onRetry: () => void;
}

/** Over the screen while it opens and once nothing can be typed: why, when, and what now. What was printed stays. */
export function TerminalCard(props: TerminalCardProps) {
  const { snapshot, replayHref, requestHref, signInHref, againHref, onReconnect, onRetry } = props;
  const now = useNow(5000);
  // Whoever left a shell may open another while the access lasts: nothing has to be requested for it.
  const hasTimeLeft =
    snapshot.reason === "exited" && props.windowEndsAt !== null && new Date(props.windowEndsAt) > now;
  const back = requestHref !== undefined && (
    <Link href={requestHref} className={buttonClass("quiet")}>
      {t("terminal.back")}
    </Link>
  );
  const home = (
    <Link href="/" className={buttonClass("quiet")}>
      {t("terminal.home.back")}
    </Link>
  );
  switch (snapshot.phase) {
    case "opening":
      return <OpeningCard snapshot={snapshot} nodeName={props.nodeName} />;
    case "ended":
      if (snapshot.failure)
        return (
          <Card isFailure title={t("terminal.failed")} details={<FailedOpening failure={snapshot.failure} />}>
            {snapshot.failure.canRetry && (
              <Button variant="primary" onClick={onRetry}>
                <RotateCcw aria-hidden className="size-3.5" />
                {t("terminal.failed.retry")}
              </Button>
            )}
            {back}
          </Card>
        );
      return (
        <Card isLow title={endTitle(snapshot)} lines={endLines(snapshot)}>
          <Link href={replayHref} className={buttonClass("primary")}>
            <Play aria-hidden className="size-3.5" />
            {t("terminal.replay")}
          </Link>
          {hasTimeLeft && <Button onClick={onRetry}>{t("terminal.another")}</Button>}
          {!hasTimeLeft && againHref !== undefined && (
            <Link href={againHref} className={buttonClass("secondary")}>
              {t("terminal.again")}
            </Link>
          )}
          {back || home}
        </Card>
      );
    case "refused":
      if (snapshot.code === "STEP_UP_NEEDED")
        return (
          <ProveCard
            level={snapshot.detail}
            nodeName={props.nodeName}
            onProve={props.onProve}
            onProven={onReconnect}
          >
            {back}
          </ProveCard>
        );
      return (
        <Card isFailure title={t("terminal.refused")} lines={[errorSentence(snapshot.code ?? "INTERNAL")]}>
          {back}
          {home}
        </Card>
      );
    case "signed-out":
      return (
        <Card title={t("terminal.signed-out")} lines={[t("terminal.signed-out.line")]}>
          <Link href={signInHref} className={buttonClass("primary")}>
            {t("pages.signIn.button")}
          </Link>
        </Card>
      );
    case "held":
      return (
        <Card
          title={t("terminal.held")}
          lines={[placeText("terminal.place", snapshot), t("terminal.held.line")]}
        >
          <Button variant="primary" onClick={onReconnect}>
            {t("terminal.held.take")}
          </Button>
          {back}
        </Card>
      );
    case "taken-over":
      return (
        <Card
          title={t("terminal.taken-over")}
          lines={[placeText("terminal.takenBy", snapshot), t("terminal.taken-over.line")].filter(Boolean)}
        >
          <Button variant="primary" onClick={onReconnect}>
            {t("terminal.taken-over.back")}
          </Button>
        </Card>
      );
    default:
      return null;
  }
}

interface CardProps {
  title: string;
  lines?: readonly string[];
  details?: ReactNode;
  isFailure?: boolean;
  /** At the bottom: what stands on the screen can still be read. */
  isLow?: boolean;
  children: ReactNode;
}

function Card({ title, lines = [], details, isFailure = false, isLow = false, children }: CardProps) {
  return (
    <section
      role="alert"
      aria-label={title}
      className={cx(CARD, isLow ? "inset-x-0 bottom-6" : "inset-0 my-auto h-max")}
    >
      <h2 className="flex items-center gap-2.5 font-semibold text-ink text-lg">
        {isFailure && <CircleX aria-hidden className="size-4 shrink-0 text-red" />}
        {title}
      </h2>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {details}
      <div className="flex flex-wrap gap-2 empty:hidden">{children}</div>
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

/** "Time ran out at 14:42:00 UTC". */
function endTitle({ reason, endedAtMs }: TerminalSnapshot): string {
  const why = reason === undefined ? t("terminal.ended") : wordFor("terminal.over", reason);
  if (endedAtMs === undefined) return why;
  return t("terminal.endedAt", { why, time: formatUtcTime(new Date(endedAtMs), "seconds") });
}

function endLines({ reason, code, detail }: TerminalSnapshot): string[] {
  const failure = code === undefined ? "" : errorSentence(code);
  return [failure, noteText(reason, detail ?? "")].filter(Boolean);
}
