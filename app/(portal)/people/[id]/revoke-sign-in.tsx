"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { t } from "@/messages/translate";

interface RevokeSignInProps {
  person: { id: string; name: string };
  signInId: string;
  /** When it began, for the button's name. */
  startedAt: string;
}

/** Ends one sign-in of a person, with a reason. */
export function RevokeSignIn({ person, signInId, startedAt }: RevokeSignInProps) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        aria-label={t("people.signIn.revoke.label", { name: person.name, time: startedAt })}
        onClick={() => setIsAsking(true)}
      >
        {t("people.signIn.revoke")}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("people.signIn.revoke.title", { name: person.name })}
        consequence={t("people.signIn.revoke.consequence", { name: person.name })}
        reasonLabel={t("people.reason")}
        confirmLabel={t("people.signIn.revoke")}
        onConfirm={(reason) =>
          act("/api/people/revoke-sign-in", { personId: person.id, signInId, reason }, () => router.refresh())
        }
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
