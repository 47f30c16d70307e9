import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { ActionBox } from "@/components/ui/action-box";
import type { HoldView } from "@/lib/keeping/hold/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

/** Says that a recording is on legal hold: by whom, since when, why, and who asked to lift it. */
export function HoldBox({ hold, actions }: { hold: HoldView; actions?: ReactNode }) {
  const { reason, placedBy, placedAt, lifting } = hold;
  return (
    <ActionBox
      tone={lifting ? "amber" : "neutral"}
      icon={Lock}
      title={t("replay.hold.title")}
      {...(actions ? { actions } : {})}
    >
      <p className="break-words">
        “<bdi>{reason}</bdi>”
      </p>
      <p className="text-sm text-soft">
        {t("replay.hold.placed", { person: placedBy.name, at: formatUtc(placedAt, "minutes") })}
      </p>
      {lifting && (
        <div className="grid gap-1 border-line border-t pt-2">
          <p className="font-medium">{t("replay.hold.asked", { person: lifting.askedBy.name })}</p>
          <p className="break-words">
            “<bdi>{lifting.reason}</bdi>”
          </p>
          <p className="text-sm text-soft">
            {t("replay.hold.asked.end", { until: formatUtc(lifting.expiresAt, "minutes") })}
          </p>
        </div>
      )}
    </ActionBox>
  );
}
