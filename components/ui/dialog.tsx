"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "@/messages/translate";

interface DialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog; on a phone it comes from below, where the thumb is. Escape and the cross close it. */
export function Dialog({ isOpen, title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // The browser's own <dialog> opens by a call, not by an attribute.
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      className="fixed inset-x-0 top-auto bottom-0 m-0 max-h-[90dvh] w-full max-w-none overflow-y-auto rounded-t-md border border-line bg-raised p-4 text-ink shadow-float sm:inset-0 sm:m-auto sm:h-fit sm:max-w-lg sm:rounded-md sm:p-5"
    >
      {isOpen && (
        <>
          <h2 id={titleId} className="mb-3 pr-10 font-semibold text-lg">
            {title}
          </h2>
          {children}
          {/* Last, so that the dialog opens with the focus on what it is about. */}
          <button
            type="button"
            onClick={onClose}
            className="absolute top-2 right-2 inline-flex size-10 sm:top-3 sm:right-3 sm:size-8 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden className="size-4" />
            <span className="sr-only">{t("action.close")}</span>
          </button>
        </>
      )}
    </dialog>
  );
}
