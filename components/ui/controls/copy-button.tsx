"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { t } from "@/messages/translate";

/** Copies a text; says so for two seconds. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2000);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      className="relative z-10 inline-flex print:hidden size-6 after:absolute after:-inset-2 sm:after:inset-0 shrink-0 cursor-pointer items-center justify-center rounded-md align-middle text-faint hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only" aria-live="polite">
        {isCopied ? t("action.copied") : `${t("action.copy")} ${label ?? text}`}
      </span>
    </button>
  );
}
