import { CalendarClock } from "lucide-react";
import type { ReactNode } from "react";
import { ActionBox } from "@/components/ui/action-box";
import type { ProposalView } from "@/lib/keeping/retention/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { keptFor } from "./kept-for";

/** A change that waits for a second administrator. */
export function Proposal({ proposal, actions }: { proposal: ProposalView; actions: ReactNode }) {
  const { days, reason, askedBy, expiresAt } = proposal;
  return (
    <ActionBox
      tone="amber"
      icon={CalendarClock}
      title={t("retention.proposed", { person: askedBy.name, kept: keptFor(days) })}
      {...(proposal.actions ? { actions } : {})}
    >
      <p className="[overflow-wrap:anywhere]">
        “<bdi>{reason}</bdi>”
      </p>
      <p className="text-soft text-sm">
        {t("retention.proposed.end", { until: formatUtc(expiresAt, "minutes") })}
      </p>
    </ActionBox>
  );
}
