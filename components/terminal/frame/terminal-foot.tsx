"use client";

import { Keyboard, LoaderCircle, type LucideIcon, Timer, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { KeyHint } from "@/components/ui/key-hint";
import { useNow } from "@/components/ui/time/clock";
import { Deadline } from "@/components/ui/time/deadline";
import { timeLeftStage } from "@/components/ui/time/time-format";
import { errorSentence, t, wordFor } from "@/messages/translate";
import { formatDuration, formatUtcTime } from "@/messages/values";
import type { TerminalPhase } from "../client/terminal-phases";
import { isCurrent, type TerminalSnapshot } from "../client/terminal-snapshot";
import { Recorded } from "./terminal-bar";

interface TerminalFootProps {
  snapshot: TerminalSnapshot;
  endsAt: Date | string | null;
  windowSeconds: number | null;
  keepsInput: boolean;
  /** The screen, once it is there. */
  size: { cols: number; rows: number } | undefined;
  /** The form for another request on the same node; undefined: this person may not ask. */
  againHref: string | undefined;
  intro: string | undefined;
  /** Of an extension that was requested. */
  extension: "waiting" | "approved" | undefined;
  /** Undefined: it can't be extended, or is. */
  onExtend: (() => void) | undefined;
  /** Tries to reach the gateway now. */
  onRetryNow: () => void;
}

type FootTone = "neutral" | "amber" | "red";

interface Line {
  tone: FootTone;
  icon?: LucideIcon;
  /** What is read out, and shown unless `shown` is there. */
  text: string;
  /** The same with a number that changes each second: that is not read out each second. */
  shown?: string;
  action?: "retry" | "again";
}

const TONE = {
  neutral: "border-line bg-raised text-xs text-soft",
  amber: "border-amber-line bg-amber-wash font-medium text-amber text-sm",
  red: "border-red-line bg-red-wash font-medium text-red text-sm",
} as const satisfies Record<FootTone, string>;

const UNREACHABLE_AFTER = 4;
const MAY_OPEN: ReadonlySet<TerminalPhase> = new Set([
  "connecting",
  "opening",
  "open",
  "resuming",
  "reconnecting",
]);

/** 36 px under the screen: what has to be known now, or who and until when. It never changes the screen's size. */
export function TerminalFoot(props: TerminalFootProps) {
  const {
    snapshot,
    endsAt,
    windowSeconds,
    keepsInput,
    size,
    againHref,
    intro,
    extension,
    onExtend,
    onRetryNow,
  } = props;
  const now = useNow(1000);
  const secondsLeft = endsAt === null ? undefined : (new Date(endsAt).getTime() - now.getTime()) / 1000;
  const warning = warningOf(snapshot, secondsLeft, windowSeconds, endsAt);
  const line = lineOf(snapshot, now) ?? warning;
  const refused = refusedText(snapshot);
  const tone = refused !== undefined && line === undefined ? "amber" : (line?.tone ?? "neutral");
  const Icon = line?.icon;
  return (
    <footer
      className={cx(
        "flex h-9 min-w-0 items-center gap-3 overflow-hidden whitespace-nowrap border-t px-2.5 rail:gap-5 rail:px-3.5",
        TONE[tone],
      )}
    >
      <div className="flex min-w-0 flex-1 items-center gap-2.5">
        {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
        {line && line !== warning && line.shown !== undefined && (
          <span aria-hidden className="truncate">
            {line.shown}
          </span>
        )}
        <p role="status" aria-label={t("terminal.line")} className="min-w-0 truncate empty:-ml-2.5">
          {line && line !== warning && (
            <span className={cx(line.shown !== undefined && "sr-only")}>{line.text}</span>
          )}
          {refused !== undefined && (
            <strong data-refused-keys={snapshot.refusedKeys} className={cx("font-medium", line && "ml-2")}>
              {refused}
            </strong>
          )}
        </p>
        {line === warning && warning && (
          <span data-time-warning className="truncate">
            {warning.shown}
          </span>
        )}
        {extension && MAY_OPEN.has(snapshot.phase) && (
          <span
            title={t(`terminal.extension.${extension}`)}
            className="shrink-0 font-medium text-ink max-rail:order-last"
          >
            {t(`terminal.extension.${extension}.short`)}
          </span>
        )}
        {line === warning && warning && onExtend && (
          <Button size="small" onClick={onExtend} className="min-h-6.5!">
            {t("terminal.extend.short")}
          </Button>
        )}
        {line?.action === "retry" && (
          <Button size="small" onClick={onRetryNow} className="min-h-6.5! max-rail:hidden">
            {t("terminal.retryNow")}
          </Button>
        )}
        {line?.action === "again" && !onExtend && !extension && againHref !== undefined && (
          <Link href={againHref} className={cx(buttonClass("secondary", "small"), "min-h-6.5! text-ink!")}>
            {t("terminal.again")}
          </Link>
        )}
        {!line && refused === undefined && (
          <>
            <span className="shrink-0 rail:hidden">
              <Recorded snapshot={snapshot} />
            </span>
            {intro !== undefined && <span className="min-w-0 truncate text-ink">{intro}</span>}
            {keepsInput && MAY_OPEN.has(snapshot.phase) && <KeptInput />}
            <span className="min-w-0 truncate text-faint">
              {endsAt !== null && MAY_OPEN.has(snapshot.phase) && (
                <>
                  {t("terminal.ends")} <Deadline at={endsAt} />
                </>
              )}
            </span>
          </>
        )}
      </div>
      {/* Reaching five minutes and one minute is read out once each. */}
      <span aria-live="assertive" className="sr-only">
        {warning?.text}
      </span>
      {size && (
        <span className="shrink-0 text-faint tabular-nums max-rail:hidden">
          {size.cols} × {size.rows}
        </span>
      )}
      <span className="shrink-0 text-faint max-rail:hidden">
        {t("terminal.leave")} <KeyHint keys="Ctrl Shift L" />
      </span>
    </footer>
  );
}

/** Said before the first key, and as long as anything can be typed. */
function KeptInput() {
  return (
    <span
      data-kept-input
      title={t("terminal.keptInput.title")}
      className="inline-flex shrink-0 items-center gap-1.5 text-ink"
    >
      <Keyboard aria-hidden className="size-3.5 shrink-0" />
      {t("terminal.keptInput")}
    </span>
  );
}

/** What of the typing was not sent, as long as the rest of its line isn't either, or nothing can be sent. */
function refusedText({ phase, refusedKeys, isLineBroken }: TerminalSnapshot): string | undefined {
  if (refusedKeys === 0 || !MAY_OPEN.has(phase)) return undefined;
  return isLineBroken && phase === "open"
    ? t("terminal.notSent.line", { count: refusedKeys, enter: "Enter", clear: "Ctrl C" })
    : t("terminal.notSent", { count: refusedKeys });
}

/** Five minutes left, then one; of a short window a quarter and a tenth. */
function warningOf(
  { phase, isLastMinute }: TerminalSnapshot,
  secondsLeft: number | undefined,
  windowSeconds: number | null,
  endsAt: Date | string | null,
): Line | undefined {
  if (secondsLeft === undefined || endsAt === null || phase === "ended" || !MAY_OPEN.has(phase))
    return undefined;
  const stage = timeLeftStage(secondsLeft, windowSeconds ?? Number.POSITIVE_INFINITY);
  const left = formatDuration(Math.ceil(Math.max(0, secondsLeft)));
  const time = formatUtcTime(new Date(endsAt), "seconds");
  if (stage === "last" || stage === "over" || isLastMinute)
    return {
      tone: "red",
      icon: Timer,
      text: t("terminal.lastMinute"),
      shown: t("terminal.lastMinute.shown", { left, time }),
      action: "again",
    };
  if (stage === "soon")
    return {
      tone: "amber",
      icon: Timer,
      text: t("countdown.five"),
      shown: t("terminal.soon.shown", { left, time }),
    };
  return undefined;
}

/** What is the matter, when something is. */
function lineOf(snapshot: TerminalSnapshot, now: Date): Line | undefined {
  const { phase, heardAtMs, failures, notice } = snapshot;
  const silentFor =
    heardAtMs === undefined
      ? undefined
      : formatDuration(Math.max(1, Math.round((now.getTime() - heardAtMs) / 1000)));
  switch (phase) {
    case "reconnecting":
      if (failures >= UNREACHABLE_AFTER)
        return { tone: "red", icon: TriangleAlert, text: t("terminal.unreachable"), action: "retry" };
      return {
        tone: "amber",
        icon: LoaderCircle,
        text: t("terminal.reconnecting"),
        ...(silentFor === undefined
          ? {}
          : { shown: t("terminal.reconnecting.shown", { duration: silentFor }) }),
        action: "retry",
      };
    case "resuming":
      return { tone: "amber", icon: LoaderCircle, text: t("terminal.resuming") };
    case "open":
      if (!isCurrent(snapshot))
        return {
          tone: "amber",
          icon: TriangleAlert,
          text: t("terminal.silent"),
          ...(silentFor === undefined ? {} : { shown: t("terminal.silent.shown", { duration: silentFor }) }),
        };
      return notice && { tone: "amber", icon: TriangleAlert, text: noticeText(notice) };
    case "connecting":
      return { tone: "neutral", text: t("terminal.connecting") };
    case "opening":
      return { tone: "neutral", text: t("terminal.opening") };
    case "ended":
      return { tone: "neutral", text: t(snapshot.failure ? "terminal.failed" : "terminal.ended") };
    case "held":
      return { tone: "neutral", text: t("terminal.held") };
    case "taken-over":
      return { tone: "neutral", text: t("terminal.taken-over") };
    case "refused":
      if (snapshot.code === "STEP_UP_NEEDED") return { tone: "neutral", text: t("terminal.unproven") };
      return { tone: "red", icon: TriangleAlert, text: t("terminal.refused") };
    case "signed-out":
      return { tone: "amber", icon: TriangleAlert, text: t("terminal.signed-out") };
  }
}

function noticeText(notice: NonNullable<TerminalSnapshot["notice"]>): string {
  const text = wordFor("terminal.notice", notice.code, notice.params);
  return text === notice.code ? errorSentence(notice.code, notice.params) : text;
}
