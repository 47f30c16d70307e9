"use client";

import { EyeOff } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { CLEAR_SECONDS } from "@/lib/recordings/masking/clear-rules";
import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";

interface MaskingProps {
  /** Until when the viewer has unmasked the recording; null: it is masked. */
  clearUntil: string | null;
  /** Undefined for whoever may not. */
  onUnmask: ((reason: string) => Promise<Outcome>) | undefined;
  /** The recording is to be read anew: it was unmasked, or is masked again. */
  onChanged: () => void;
}

/** Says that secrets are masked, or until when they are not, and offers to unmask them. */
export function Masking({ clearUntil, onUnmask, onChanged }: MaskingProps) {
  const [isAsking, setIsAsking] = useState(false);
  const changed = useEffectEvent(onChanged);

  // The end is the clock's.
  useEffect(() => {
    if (clearUntil === null) return;
    const rest = new Date(clearUntil).getTime() - Date.now();
    const timer = setTimeout(() => changed(), Math.max(1_000, rest + 500));
    return () => clearTimeout(timer);
  }, [clearUntil]);

  if (clearUntil !== null)
    return (
      <Notice tone="amber" role="status">
        {t("replay.masked.clear", { until: formatUtcTime(new Date(clearUntil), "seconds") })}
      </Notice>
    );
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 text-soft text-sm">
      <span className="flex items-center gap-1.5">
        <EyeOff aria-hidden className="size-4 shrink-0 text-faint" />
        {t("replay.masked")}
      </span>
      {onUnmask && (
        <>
          <span className="print:hidden">
            <Button size="small" onClick={() => setIsAsking(true)}>
              {t("replay.masked.unmask")}
            </Button>
          </span>
          <ReasonDialog
            isOpen={isAsking}
            title={t("replay.masked.title")}
            consequence={t("replay.masked.line", { minutes: CLEAR_SECONDS / 60 })}
            reasonLabel={t("replay.masked.reason")}
            confirmLabel={t("replay.masked.confirm")}
            onConfirm={async (reason) => {
              const outcome = await onUnmask(reason);
              if (outcome.ok) onChanged();
              return outcome;
            }}
            onClose={() => setIsAsking(false)}
          />
        </>
      )}
    </div>
  );
}
