"use client";

import { useNow } from "@/components/ui/time/clock";
import type { EvidenceView } from "@/lib/trail/evidence-rules";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

interface RecordLineProps {
  sessionId: string;
  sealed: EvidenceView["sealed"];
  /** Whoever prints it. */
  viewerName: string;
  /** The review's state in words. */
  review: string;
}

/** The head of a printed record: which one, its hash, who printed it when. */
export function RecordLine({ sessionId, sealed, viewerName, review }: RecordLineProps) {
  const now = useNow(60_000);
  return (
    <p className="hidden border-line border-b pb-2 text-soft text-xs [overflow-wrap:anywhere] print:block">
      {t("replay.print.record")} <code>{sessionId}</code>
      {" · "}
      {sealed ? (
        <>
          {t("replay.print.hash")} <code>{sealed.sha256}</code> · {t("replay.print.event")}{" "}
          <code>{sealed.eventId}</code>
        </>
      ) : (
        t("replay.print.noHash")
      )}
      {" · "}
      <bdi>{t("replay.print.by", { person: viewerName, time: formatUtc(now, "minutes") })}</bdi>
      {" · "}
      {review}
    </p>
  );
}
