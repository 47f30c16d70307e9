"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { OpeningBox } from "@/components/recordings/opening-box";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { InputOpeningView, OpeningView } from "@/lib/keeping/input-opening/views";
import type { ActionState } from "@/lib/nodes/views";
import { errorSentence, t } from "@/messages/translate";

/** Asks to open what was typed, with a reason. */
export function AskOpening({ sessionId, ask }: { sessionId: string; ask: ActionState }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setIsAsking(true)} disabledReason={sentenceOf(ask)}>
        {t("replay.opening.ask")}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("replay.opening.ask.title")}
        consequence={t("replay.opening.ask.line")}
        reasonLabel={t("replay.opening.reason")}
        confirmLabel={t("replay.opening.ask")}
        onConfirm={(reason) =>
          act("/api/recordings/openings/ask", { sessionId, reason }, () => router.refresh())
        }
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}

/** Who wants to open what was typed, and what the viewer may do about it; confirmed, where the two get it. */
export function InputOpening({
  opening,
  actions,
  viewerId,
  address,
}: {
  opening: OpeningView;
  actions: InputOpeningView["actions"];
  viewerId: string;
  /** Of the sealed bytes, at the gateway. */
  address: string;
}) {
  const router = useRouter();
  const [asked, setAsked] = useState<"confirm" | "withdraw">();
  const close = () => setAsked(undefined);
  const decide = (step: "confirm" | "withdraw") =>
    act(`/api/recordings/openings/${step}`, { openingId: opening.id }, () => router.refresh());
  return (
    <OpeningBox
      // Confirmed it has another title, which gets the focus that a button had which is gone.
      key={opening.state}
      opening={opening}
      actions={
        actions &&
        (opening.state === "confirmed" ? (
          actions.download.allowed && (
            <a href={address} download className={buttonClass("primary")}>
              {t("replay.opening.download")}
            </a>
          )
        ) : (
          <>
            {opening.askedBy.id !== viewerId && (
              <Button
                variant="primary"
                onClick={() => setAsked("confirm")}
                disabledReason={sentenceOf(actions.confirm)}
              >
                {t("replay.opening.confirm")}
              </Button>
            )}
            <Button onClick={() => setAsked("withdraw")} disabledReason={sentenceOf(actions.withdraw)}>
              {t("replay.opening.withdraw")}
            </Button>
            <ReasonDialog
              isOpen={asked === "confirm"}
              title={t("replay.opening.confirm.title")}
              consequence={t("replay.opening.confirm.line", { person: opening.askedBy.name })}
              confirmLabel={t("replay.opening.confirm")}
              onConfirm={() => decide("confirm")}
              onClose={close}
            />
            <ReasonDialog
              isOpen={asked === "withdraw"}
              title={t("replay.opening.withdraw.title")}
              consequence={t("replay.opening.withdraw.line")}
              confirmLabel={t("replay.opening.withdraw")}
              onConfirm={() => decide("withdraw")}
              onClose={close}
            />
          </>
        ))
      }
    />
  );
}

function sentenceOf(action: ActionState): string | undefined {
  return action.allowed ? undefined : errorSentence(action.code, action.params ?? {});
}
