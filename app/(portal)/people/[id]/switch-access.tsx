"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { t } from "@/messages/translate";

interface SwitchAccessProps {
  person: { id: string; name: string; isDisabled: boolean };
  /** Why it can't be done. */
  disabledReason: string | undefined;
}

/** Switches a person's access off or on, with a reason. */
export function SwitchAccess({ person, disabledReason }: SwitchAccessProps) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const verb = person.isDisabled ? "enable" : "disable";
  return (
    <>
      <Button size="large" disabledReason={disabledReason} onClick={() => setIsAsking(true)}>
        {t(`people.${verb}`)}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t(`people.${verb}.title`, { name: person.name })}
        consequence={t(`people.${verb}.consequence`)}
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
