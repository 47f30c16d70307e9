"use client";

import { SquareTerminal } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import type { GrantMatch } from "@/lib/grants/views";
import { errorSentence, t } from "@/messages/translate";

interface GrantDoorProps {
  match: GrantMatch;
  /** Whether it is the only one: then its node need not be named, the page's heading does. */
  isAlone: boolean;
  /** The one filled button, of several. */
  isFirst: boolean;
  isOpening: boolean;
  onOpen: () => void;
}

/** The way into a shell on one node of an access: on with the one that is open, or a new one. */
export function GrantDoor({ match, isAlone, isFirst, isOpening, onOpen }: GrantDoorProps) {
  const { node, sessionId, start } = match;
  const variant = isFirst ? "primary" : "secondary";
  if (sessionId !== null)
    return (
      <Link href={`/sessions/${sessionId}/terminal`} className={buttonClass(variant, "large")}>
        <SquareTerminal aria-hidden className="size-4" />
        <bdi>{isAlone ? t("grant.return") : t("grant.goOn", { node: node.name })}</bdi>
      </Link>
    );
  return (
    <Button
      size="large"
      variant={variant}
      isBusy={isOpening}
      disabledReason={start.allowed ? undefined : errorSentence(start.code, start.params)}
      onClick={onOpen}
    >
      <SquareTerminal aria-hidden className="size-4" />
      <bdi>{isAlone ? t("action.openShell") : t("grant.open", { node: node.name })}</bdi>
    </Button>
  );
}
