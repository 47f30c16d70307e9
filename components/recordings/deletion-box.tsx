import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { ActionBox } from "@/components/ui/action-box";
import { Time } from "@/components/ui/time/time";
import type { DeletionView } from "@/lib/keeping/deletion/views";
import { t } from "@/messages/translate";
import { formatSize, formatUtc } from "@/messages/values";

/** Says that a recording is to be deleted, is being deleted or was: why, by whom, when, and how much it was. */
export function DeletionBox({
  deletion,
  isHeld,
  actions,
}: {
  deletion: DeletionView;
  /** Nothing of it goes until the hold is lifted. */
  isHeld: boolean;
  actions?: ReactNode;
}) {
  const { state, reason, askedBy, askedAt, expiresAt, confirmedBy, confirmedAt, deletedAt } = deletion;
  const isAsked = state === "asked";
  const isPaused = isHeld && !isAsked && state !== "deleted";
  return (
    <ActionBox
      tone={state === "deleted" || isPaused ? "neutral" : isAsked ? "amber" : "red"}
      icon={Trash2}
      title={
        isAsked
          ? t("replay.deletion.asked", { person: askedBy.name })
          : t(`replay.deletion.${isPaused ? "paused" : state === "deleted" ? "deleted" : "deleting"}`)
      }
      end={deletedAt ? <Time at={deletedAt} as="absolute" /> : undefined}
      {...(actions ? { actions } : {})}
    >
      <p className="break-words">
        “<bdi>{reason}</bdi>”
      </p>
      <p className="text-sm text-soft">
        {deletion.rule && confirmedBy
          ? t("replay.deletion.byRule", {
              ...{ class: t(`node.protection.${deletion.rule.protection}`), days: deletion.rule.days },
              ...{ version: deletion.rule.version, asker: askedBy.name, confirmer: confirmedBy.name },
            })
          : isAsked || !confirmedBy || !confirmedAt
            ? t("replay.deletion.asked.end", { until: formatUtc(expiresAt, "minutes") })
            : t("replay.deletion.people", {
                ...{ asker: askedBy.name, asked: formatUtc(askedAt, "minutes") },
                ...{ confirmer: confirmedBy.name, confirmed: formatUtc(confirmedAt, "minutes") },
              })}
      </p>
      {deletion.bytes !== null && (
        <p className="text-sm text-soft">{t("replay.deletion.what", { size: formatSize(deletion.bytes) })}</p>
      )}
    </ActionBox>
  );
}
