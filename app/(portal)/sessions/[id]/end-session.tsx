"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { t } from "@/messages/translate";

/** Ends a running session: one's own with a press, another's with a reason. */
export function EndSession({ sessionId, isMine }: { sessionId: string; isMine: boolean }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{t("terminal.end.title")}</Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("terminal.end.title")}
        consequence={t(isMine ? "terminal.end.line" : "pages.session.end.other")}
        reasonLabel={isMine ? undefined : t("grant.end.reason")}
        confirmLabel={t("terminal.end")}
        onConfirm={(reason) =>
          act("/api/sessions/end", isMine ? { sessionId } : { sessionId, reason }, () => router.refresh())
        }
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
