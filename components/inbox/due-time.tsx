"use client";

import { useNow } from "@/components/ui/time/clock";
import { Countdown } from "@/components/ui/time/countdown";
import { t } from "@/messages/translate";
import { formatDuration, formatUtc } from "@/messages/values";

interface DueTimeProps {
  dueAt: Date;
  /** lapse: it goes away then; due: it is late then. */
  kind: "lapse" | "due";
}

/** How long until something is due. What is left is rounded down: it never promises time that there isn't. */
export function DueTime({ dueAt, kind }: DueTimeProps) {
  const now = useNow(1000);
  const due = new Date(dueAt);
  const seconds = Math.floor((due.getTime() - now.getTime()) / 1000);
  return (
    <time
      dateTime={due.toISOString()}
      title={formatUtc(due)}
      className={seconds <= 0 ? "font-medium text-amber tabular-nums" : "tabular-nums"}
    >
      {seconds <= 0 ? pastText(kind, -seconds) : <Left kind={kind} seconds={seconds} dueAt={due} />}
    </time>
  );
}

function Left({ kind, seconds, dueAt }: { kind: DueTimeProps["kind"]; seconds: number; dueAt: Date }) {
  if (seconds > 3600)
    return t(kind === "lapse" ? "inbox.lapses" : "inbox.due", { duration: formatDuration(seconds) });
  return (
    <>
      {t(kind === "lapse" ? "inbox.lapses.in" : "inbox.due.in")} <Countdown endsAt={dueAt} />
    </>
  );
}

function pastText(kind: DueTimeProps["kind"], seconds: number): string {
  if (kind === "lapse") return t("inbox.lapsing");
  return t("inbox.overdue", { duration: formatDuration(seconds) });
}
