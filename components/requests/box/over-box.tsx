import { Ban, CircleCheck, RotateCcw, TimerOff, Undo2 } from "lucide-react";
import { ActionBox } from "@/components/ui/action-box";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Deadline } from "@/components/ui/time/deadline";
import type { OverStage } from "@/lib/grants/request-stage-rules";
import type { GrantDetail } from "@/lib/grants/views";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { ShellTable } from "../page/shell-table";

interface OverBoxProps {
  request: RequestDetail;
  grant: GrantDetail | null;
  stage: OverStage;
  isMine: boolean;
}

const ICON = { ended: CircleCheck, denied: Ban, expired: TimerOff, withdrawn: Undo2 } as const;

/** A request of which nothing is left to use: how it ended, and the way to ask for the same again. */
export function OverBox({ request, grant, stage, isMine }: OverBoxProps) {
  const at = grant?.endedAt ?? grant?.endsAt ?? request.closedAt;
  const denial = request.decisions.find(({ verdict }) => verdict === "deny");
  return (
    <ActionBox
      tone={stage === "denied" ? "red" : "neutral"}
      icon={ICON[stage]}
      title={<bdi>{titleOf(stage, grant, denial?.personName ?? null)}</bdi>}
      end={at && <Deadline at={at} />}
      actions={
        isMine ? (
          <Link
            href={`/requests/new?again=${request.id}`}
            className={buttonClass(stage === "ended" ? "secondary" : "primary")}
          >
            <RotateCcw aria-hidden className="size-3.5" />
            {t("request.again")}
          </Link>
        ) : undefined
      }
    >
      {stage === "denied" && denial?.comment && (
        <blockquote className="whitespace-pre-line [overflow-wrap:anywhere] border-line-mid border-l-2 pl-3">
          <bdi>{denial.comment}</bdi>
        </blockquote>
      )}
      {stage === "expired" && <p className="text-soft">{expiredLine(request)}</p>}
      {stage === "ended" && grant && <ShellTable request={request} grant={grant} />}
    </ActionBox>
  );
}

function titleOf(stage: OverStage, grant: GrantDetail | null, person: string | null): string {
  switch (stage) {
    case "denied":
      return person === null ? t("request.over.denied") : t("request.over.deniedBy", { person });
    case "expired":
      return t("request.over.expired");
    case "withdrawn":
      return t("request.over.withdrawn");
    case "ended": {
      const shells = (grant?.sessions ?? []).filter(({ openedAt }) => openedAt !== null);
      return t("request.over.ended", { count: shells.length });
    }
  }
}

function expiredLine({ createdAt, lapsesAt }: RequestDetail): string {
  const seconds = (lapsesAt.getTime() - createdAt.getTime()) / 1000;
  return t("request.over.expired.line", { seconds });
}
