"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { Protection } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

/** Proposes the rule that was tried, with a reason. @param disabledReason the server's words */
export function ProposeRule({
  protection,
  days,
  disabledReason,
}: {
  protection: Protection;
  days: number | null;
  disabledReason: string | undefined;
}) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const close = () => setIsAsking(false);
  return (
    <>
      <Button variant="primary" onClick={() => setIsAsking(true)} disabledReason={disabledReason}>
        {t("retention.change.propose")}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("retention.change.propose.title")}
        consequence={t("retention.change.propose.line")}
        reasonLabel={t("retention.change.reason")}
        confirmLabel={t("retention.change.propose")}
        onConfirm={(reason) =>
          act("/api/retention/propose", { protection, days, reason }, () => router.replace("/retention"))
        }
        onClose={close}
      />
    </>
  );
}

/** What can be done about a proposed rule. */
export function DecideRule({
  ruleId,
  confirm,
  withdraw,
}: {
  ruleId: string;
  /** Why not, in the server's words; null: there is no such button. */
  confirm: { disabledReason: string | undefined } | null;
  withdraw: { disabledReason: string | undefined };
}) {
  const router = useRouter();
  const [asked, setAsked] = useState<"confirm" | "withdraw">();
  const close = () => setAsked(undefined);
  const decide = (step: "confirm" | "withdraw") =>
    act(`/api/retention/${step}`, { ruleId }, () => router.refresh());
  return (
    <>
      {confirm && (
        <Button variant="danger" onClick={() => setAsked("confirm")} disabledReason={confirm.disabledReason}>
          {t("retention.change.confirm")}
        </Button>
      )}
      <Button onClick={() => setAsked("withdraw")} disabledReason={withdraw.disabledReason}>
        {t("retention.change.withdraw")}
      </Button>
      <ReasonDialog
        isOpen={asked === "confirm"}
        title={t("retention.change.confirm.title")}
        consequence={t("retention.change.confirm.line")}
        confirmLabel={t("retention.change.confirm")}
        onConfirm={() => decide("confirm")}
        onClose={close}
      />
      <ReasonDialog
        isOpen={asked === "withdraw"}
        title={t("retention.change.withdraw.title")}
        consequence={t("retention.change.withdraw.line")}
        confirmLabel={t("retention.change.withdraw")}
        onConfirm={() => decide("withdraw")}
        onClose={close}
      />
    </>
  );
}
