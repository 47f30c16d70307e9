"use client";

import { Check, Link2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/terminal/icon-button";
import { t } from "@/messages/translate";
import { addressOfMoment } from "../playback/moment";

/** Copies a link to where the player is. */
export function CopyMoment({ seconds }: { seconds: number }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(addressOfMoment(window.location.href, seconds));
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2000);
  };
  const Icon = isCopied ? Check : Link2;
  return (
    <IconButton
      label={isCopied ? t("action.copied") : `${t("action.copy")} ${t("replay.copyLink")}`}
      onClick={copy}
    >
      <Icon aria-hidden className="size-4" />
    </IconButton>
  );
}
