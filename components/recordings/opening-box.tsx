import { Keyboard } from "lucide-react";
import type { ReactNode } from "react";
import { ActionBox } from "@/components/ui/action-box";
import type { OpeningView } from "@/lib/keeping/input-opening/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

/** Not translated: it is typed as it stands. */
const COMMAND = "halligan open-input <file> --identity <key> --identity <key>";

/** Says who wants to open what was typed and why, and until when that can be confirmed or what was sealed be taken. */
export function OpeningBox({ opening, actions }: { opening: OpeningView; actions?: ReactNode }) {
  const { state, reason, askedBy, confirmedBy, until } = opening;
  const time = formatUtc(until, "minutes");
  return (
    <ActionBox
      tone={state === "asked" ? "amber" : "neutral"}
      icon={Keyboard}
      title={
        state === "asked"
          ? t("replay.opening.asked", { person: askedBy.name })
          : t("replay.opening.confirmed", {
              ...{ asker: askedBy.name, confirmer: confirmedBy?.name ?? "", until: time },
            })
      }
      {...(actions ? { actions } : {})}
    >
      <p className="break-words">
        “<bdi>{reason}</bdi>”
      </p>
      <p className="break-words text-sm text-soft">
        {state === "asked"
          ? t("replay.opening.asked.end", { until: time })
          : t("replay.opening.how", { command: COMMAND })}
      </p>
    </ActionBox>
  );
}
