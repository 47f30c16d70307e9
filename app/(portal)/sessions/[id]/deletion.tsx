"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { DeletionBox } from "@/components/recordings/deletion-box";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { DeletionView, KeepingView } from "@/lib/keeping/deletion/views";
import type { ActionState } from "@/lib/nodes/views";
import { errorSentence, t } from "@/messages/translate";

/** Asks that the recording be deleted, with a reason. */
export function AskDeletion({ sessionId, ask }: { sessionId: string; ask: ActionState }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        onClick={() => setIsAsking(true)}
        disabledReason={ask.allowed ? undefined : errorSentence(ask.code, ask.params ?? {})}
      >
        {t("replay.deletion.ask")}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("replay.deletion.ask.title")}
        consequence={t("replay.deletion.ask.line")}
        reasonLabel={t("replay.deletion.reason")}
        confirmLabel={t("replay.deletion.ask")}
        onConfirm={(reason) =>
          act("/api/recordings/deletions/ask", { sessionId, reason }, () => router.refresh())
        }
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}

/** A deletion that was asked for, is under way or done, and what the viewer may do about it. */
export function Deletion({
  deletion,
  isHeld,
  actions,
  viewerId,
}: {
  deletion: DeletionView;
  isHeld: boolean;
  actions: KeepingView["actions"];
  viewerId: string;
}) {
  const router = useRouter();
  const [asked, setAsked] = useState<"confirm" | "withdraw">();
  const close = () => setAsked(undefined);
  const decide = (step: "confirm" | "withdraw") =>
    act(`/api/recordings/deletions/${step}`, { deletionId: deletion.id }, () => router.refresh());
  const isOpen = actions !== null && deletion.state === "asked";
  const { confirm, withdraw } = actions ?? {};
  return (
    <DeletionBox
      deletion={deletion}
      isHeld={isHeld}
      actions={
        isOpen && (
          <>
            {deletion.askedBy.id !== viewerId && (
              <Button
                variant="danger"
                onClick={() => setAsked("confirm")}
                disabledReason={confirm?.allowed === false ? errorSentence(confirm.code, {}) : undefined}
              >
                {t("replay.deletion.confirm")}
              </Button>
            )}
            <Button
              onClick={() => setAsked("withdraw")}
              disabledReason={withdraw?.allowed === false ? errorSentence(withdraw.code, {}) : undefined}
            >
              {t("replay.deletion.withdraw")}
            </Button>
            <ReasonDialog
              isOpen={asked === "confirm"}
              title={t("replay.deletion.confirm.title")}
              consequence={t("replay.deletion.confirm.line")}
              confirmLabel={t("replay.deletion.confirm")}
              onConfirm={() => decide("confirm")}
              onClose={close}
            />
            <ReasonDialog
              isOpen={asked === "withdraw"}
              title={t("replay.deletion.withdraw.title")}
              consequence={t("replay.deletion.withdraw.line")}
              confirmLabel={t("replay.deletion.withdraw")}
              onConfirm={() => decide("withdraw")}
              onClose={close}
            />
          </>
        )
      }
    />
  );
}
