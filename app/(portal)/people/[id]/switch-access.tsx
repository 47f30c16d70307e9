"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/button";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { t } from "@/messages/translate";

interface SwitchAccessProps {
  person: { id: string; name: string; isDisabled: boolean };
  isSelf: boolean;
}

/** Switches a person's access off or on, with a reason. */
export function SwitchAccess({ person, isSelf }: SwitchAccessProps) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const verb = person.isDisabled ? "enable" : "disable";
  const consequence = t(`people.${verb}.consequence`);
  return (
    <>
      <Button size="large" onClick={() => setIsAsking(true)}>
        {t(`people.${verb}`)}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t(`people.${verb}.title`, { name: person.name })}
        consequence={
          isSelf && !person.isDisabled ? `${t("people.disable.self")} ${consequence}` : consequence
        }
        reasonLabel={t("people.reason")}
        confirmLabel={t(`people.${verb}`)}
        onConfirm={(reason) =>
          act(`/api/people/${verb}`, { personId: person.id, reason }, () => router.refresh())
        }
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}
