"use client";

import { ClipboardPaste } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import { ROW_KEYS, type RowKey } from "./row-keys";

interface KeyRowProps {
  /** Sends what a key of the row means. */
  onKey: (key: RowKey) => void;
  onPaste: () => void;
  /** Whether Control is held for the next key of the keyboard. */
  isControl: boolean;
  isAlt: boolean;
  onModifier: (which: "control" | "alt") => void;
}

const KEY =
  "inline-flex h-11 w-11 shrink-0 cursor-pointer items-center justify-center rounded-md bg-selected font-medium text-ink text-xs";

/** What a phone's keyboard lacks, above it: keys of 44 px, the rarer ones by scrolling. */
export function KeyRow({ onKey, onPaste, isControl, isAlt, onModifier }: KeyRowProps) {
  // The keyboard stays open only as long as the terminal keeps the focus.
  const keep = (event: { preventDefault: () => void }) => event.preventDefault();
  return (
    <div
      role="toolbar"
      aria-label={t("terminal.keys")}
      onPointerDown={keep}
      onMouseDown={keep}
      className="flex gap-1 overflow-x-auto border-line border-t bg-raised p-1.5 pb-[calc(0.375rem+env(safe-area-inset-bottom))] [scrollbar-width:none] rail:hidden"
    >
      {ROW_KEYS.map((key) =>
        key === "paste" ? (
          <button
            key={key}
            type="button"
            aria-label={t("terminal.keys.paste")}
            onClick={onPaste}
            className={KEY}
          >
            <ClipboardPaste aria-hidden className="size-4" />
          </button>
        ) : key === "control" || key === "alt" ? (
          <button
            key={key}
            type="button"
            aria-pressed={key === "control" ? isControl : isAlt}
            onClick={() => onModifier(key)}
            className={cx(KEY, (key === "control" ? isControl : isAlt) && "bg-primary text-on-primary")}
          >
            {key === "control" ? "Ctrl" : "Alt"}
          </button>
        ) : (
          <button key={key} type="button" onClick={() => onKey(key)} className={KEY}>
            {key}
          </button>
        ),
      )}
    </div>
  );
}
