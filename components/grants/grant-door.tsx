"use client";

import { SquareTerminal } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import type { GrantMatch } from "@/lib/grants/views";
import { errorSentence, t } from "@/messages/translate";

interface GrantDoorProps {
  match: GrantMatch;
  isOpening: boolean;
  onOpen: () => void;
}

/** The way into a shell on one node of an access: on with the one that is open, or a new one. */
export function GrantDoor({ match, isOpening, onOpen }: GrantDoorProps) {
  const { node, sessionId, start } = match;
  if (sessionId !== null)
    return (
      <Link href={`/sessions/${sessionId}/terminal`} className={buttonClass("primary", "large")}>
        <SquareTerminal aria-hidden className="size-4" />
        {t("grant.goOn", { node: node.name })}
      </Link>
    );
  return (
    <Button
      size="large"
      variant="primary"
      isBusy={isOpening}
      disabledReason={start.allowed ? undefined : errorSentence(start.code, start.params)}
      onClick={onOpen}
    >
      <SquareTerminal aria-hidden className="size-4" />
      {t("grant.open", { node: node.name })}
    </Button>
  );
}
