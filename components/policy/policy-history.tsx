import { Ban, CircleCheck, CircleDashed, History, Undo2 } from "lucide-react";
import { StateBadge, type StateLook } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { PolicyRow, PolicyState } from "@/lib/policy/versions/views";
import { t } from "@/messages/translate";

const LOOK = {
  proposed: { tone: "blue", icon: CircleDashed },
  active: { tone: "green", icon: CircleCheck },
  replaced: { tone: "neutral", icon: History },
  rejected: { tone: "red", icon: Ban },
} as const satisfies Record<PolicyState, Omit<StateLook, "word">>;

/** What was decided, newest first. */
export function PolicyHistory({ rows }: { rows: readonly PolicyRow[] }) {
  if (rows.length === 0) return <p className="text-soft">{t("policy.history.none")}</p>;
  return (
    <ol className="grid border-line border-t">
      {rows.map((row) => (
        <li key={row.id} className="grid gap-1 border-line border-b py-2.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium">
              {row.number === null ? t("policy.version.none") : `policy-${row.number}`}
            </span>
            <StateBadge look={lookOf(row)} />
            {row.decidedAt && (
              <span className="text-soft text-sm">
                <Time at={row.decidedAt} as="absolute" />
              </span>
            )}
          </div>
          <p className="text-soft text-sm">
            <bdi>
              {t("policy.by", {
                proposer: row.proposedBy.name,
                decider: isWithdrawn(row) ? undefined : row.decidedBy?.name,
                state: row.state,
              })}
            </bdi>
          </p>
          <q className="text-sm [overflow-wrap:anywhere]">
            <bdi>{row.decisionReason ?? row.reason}</bdi>
          </q>
        </li>
      ))}
    </ol>
  );
}

function lookOf(row: PolicyRow): StateLook {
  if (isWithdrawn(row)) return { ...LOOK.replaced, icon: Undo2, word: t("policy.state.withdrawn") };
  return { ...LOOK[row.state], word: t(`policy.state.${row.state}`) };
}

/** Whoever proposed it took it back. */
function isWithdrawn({ state, proposedBy, decidedBy }: PolicyRow): boolean {
  return state === "rejected" && decidedBy?.id === proposedBy.id;
}
