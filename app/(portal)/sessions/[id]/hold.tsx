"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { HoldBox } from "@/components/recordings/hold-box";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { HoldingView, HoldView } from "@/lib/keeping/hold/views";
import type { ActionState } from "@/lib/nodes/views";
import { errorSentence, t } from "@/messages/translate";

/** Puts the recording on hold, with a reason. */
export function PlaceHold({ sessionId }: { sessionId: string }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{t("replay.hold.place")}</Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("replay.hold.place.title")}
        consequence={t("replay.hold.place.line")}
        reasonLabel={t("replay.hold.reason")}
        confirmLabel={t("replay.hold.place")}
        onConfirm={(reason) =>
          act("/api/recordings/holds/place", { sessionId, reason }, () => router.refresh())
        }
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}

/** The hold on a recording, who asked to lift it, and what the viewer may do about it. */
export function Hold({
  hold,
  actions,
  viewerId,
}: {
  hold: HoldView;
  actions: HoldingView["actions"];
  viewerId: string;
}) {
  const router = useRouter();
  const [asked, setAsked] = useState<"lift" | "confirm" | "withdraw">();
  const { lifting } = hold;
  const decide = (step: "confirm" | "withdraw") =>
    act(`/api/recordings/holds/${step}`, { liftingId: lifting?.id }, () => router.refresh());
  return (
    <>
      <HoldBox
        // Another step has another title, which gets the focus that a button had which is gone.
        key={lifting?.id ?? hold.id}
        hold={hold}
        actions={
          actions &&
          (lifting ? (
            <>
              {lifting.askedBy.id !== viewerId && (
                <Button
                  variant="danger"
                  onClick={() => setAsked("confirm")}
                  disabledReason={sentenceOf(actions.confirm)}
                >
                  {t("replay.hold.confirm")}
                </Button>
              )}
              <Button onClick={() => setAsked("withdraw")} disabledReason={sentenceOf(actions.withdraw)}>
                {t("replay.hold.withdraw")}
              </Button>
            </>
          ) : (
            <Button onClick={() => setAsked("lift")} disabledReason={sentenceOf(actions.lift)}>
              {t("replay.hold.lift")}
            </Button>
          ))
        }
      />
      <ReasonDialog
        isOpen={asked === "lift"}
        title={t("replay.hold.lift.title")}
        consequence={t("replay.hold.lift.line")}
        reasonLabel={t("replay.hold.reason")}
        confirmLabel={t("replay.hold.lift")}
        onConfirm={(reason) =>
          act("/api/recordings/holds/lift", { holdId: hold.id, reason }, () => router.refresh())
        }
        onClose={() => setAsked(undefined)}
      />
      <ReasonDialog
        isOpen={asked === "confirm"}
        title={t("replay.hold.confirm.title")}
        consequence={t("replay.hold.confirm.line")}
        confirmLabel={t("replay.hold.confirm")}
        onConfirm={() => decide("confirm")}
        onClose={() => setAsked(undefined)}
      />
      <ReasonDialog
        isOpen={asked === "withdraw"}
        title={t("replay.hold.withdraw.title")}
        consequence={t("replay.hold.withdraw.line")}
        confirmLabel={t("replay.hold.withdraw")}
        onConfirm={() => decide("withdraw")}
        onClose={() => setAsked(undefined)}
      />
    </>
  );
}

function sentenceOf(action: ActionState): string | undefined {
  return action.allowed ? undefined : errorSentence(action.code, action.params ?? {});
}
