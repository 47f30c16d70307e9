import { Countdown } from "@/components/ui/time/countdown";
import { Time } from "@/components/ui/time/time";
import type { GrantRow } from "@/lib/grants/views";
import { t, wordFor } from "@/messages/translate";

type Times = Pick<GrantRow, "isRunning" | "useBy" | "windowSeconds" | "endsAt" | "endedAt" | "endReason">;

/** Until when an access runs, by when it must be used, or how it ended. */
export function GrantTime({ grant }: { grant: Times }) {
  const { isRunning, useBy, windowSeconds, endsAt, endedAt, endReason } = grant;
  if (!isRunning)
    return (
      <span>
        {t("grant.ended", { reason: endReason ? wordFor("end", endReason) : "" })}{" "}
        <Time at={endedAt ?? endsAt} as="both" />
      </span>
    );
  if (useBy)
    return (
      <span>
        {t("grant.useBy")} <Time at={useBy} as="absolute" className="font-medium tabular-nums" />{" "}
        <span className="text-soft">
          (<Countdown endsAt={useBy} />) · {t("grant.useBy.then", { windowSeconds })}
        </span>
      </span>
    );
  return (
    <span>
      {t("grant.until")} <Time at={endsAt} as="absolute" className="font-medium tabular-nums" />{" "}
      <span className="text-soft">
        (<Countdown endsAt={endsAt} />)
      </span>
    </span>
  );
}
