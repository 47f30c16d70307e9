import { CircleCheck, CircleX, FilePen, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { ActionBox } from "@/components/ui/action-box";
import { StateBadge, type StateLook } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { RehearsalView } from "@/lib/overview/rehearsals/views";
import type { FileDiff } from "@/lib/policy/versions/diff";
import type { PolicyCheck, ProposalView } from "@/lib/policy/versions/views";
import { t } from "@/messages/translate";
import { PolicyDiff } from "./policy-diff";
import { ProblemList } from "./problem-list";
import { Rehearsal } from "./rehearsal";

/** A version that waits for a second administrator: why, whether it is valid, and what it changes. */
export function Proposal({
  proposal,
  version,
  diff,
  rehearsal,
  actions,
}: {
  proposal: ProposalView;
  /** What it is compared with. */
  version: string;
  diff: readonly FileDiff[];
  /** Null: jobs have not written it yet. */
  rehearsal: RehearsalView | null;
  actions: ReactNode;
}) {
  const { check, proposedBy, proposedAt, reason } = proposal;
  return (
    <ActionBox
      tone={check.state === "invalid" ? "red" : "amber"}
      icon={FilePen}
      title={<bdi>{t("policy.proposal", { person: proposedBy.name })}</bdi>}
      end={<Time at={proposedAt} />}
      actions={actions}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <StateBadge look={lookOf(check)} />
        <q className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <bdi>{reason}</bdi>
        </q>
      </div>
      {check.state !== "waiting" && (
        <>
          <ProblemList title={t("policy.problems")} problems={check.problems} />
          <ProblemList title={t("policy.warnings")} problems={check.warnings} />
        </>
      )}
      {check.state === "valid" && <Rehearsal rehearsal={rehearsal} />}
      <PolicyDiff title={t("policy.diff", { version })} files={diff} />
    </ActionBox>
  );
}

function lookOf(check: PolicyCheck): StateLook {
  switch (check.state) {
    case "waiting":
      return { tone: "blue", icon: LoaderCircle, word: t("policy.check.waiting") };
    case "valid":
      return { tone: "green", icon: CircleCheck, word: t("policy.check.valid") };
    case "invalid":
      return {
        ...{ tone: "red", icon: CircleX },
        word: t("policy.check.invalid", { count: check.problems.length }),
      };
  }
}
