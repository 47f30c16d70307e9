"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "@/messages/translate";

interface DialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  /** Whether the page below goes on being read anew, as what is shown here must not grow old. */
  isFresh?: boolean;
  children: ReactNode;
}

/** A modal dialog; on a phone it comes from below, where the thumb is. Escape and the cross close it. */
export function Dialog({ isOpen, title, onClose, isFresh = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // The browser's own <dialog> opens by a call, not by an attribute.
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (isOpen && !dialog.open) {
      dialog.showModal();
      firstFocus(dialog)?.focus();
    }
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      data-fresh={isFresh || undefined}
      onClose={onClose}
      className="fixed inset-x-0 top-auto bottom-0 m-0 max-h-[90dvh] w-full max-w-none overflow-y-auto rounded-t-[14px] border border-line-mid bg-raised p-4 text-ink shadow-float sm:inset-0 sm:m-auto sm:h-fit sm:max-w-120 sm:rounded-lg sm:p-5"
    >
      {isOpen && (
        <>
          <h2 id={titleId} tabIndex={-1} className="mb-3 pr-10 font-semibold text-lg outline-none">
            <bdi>{title}</bdi>
          </h2>
          {children}
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

/**
 * The title, so that what the dialog is about is read first and no keyboard comes up unasked. What has to be filled in
 * gets the focus itself where there is a keyboard anyway; what a dialog was opened to type into, always.
 */
function firstFocus(dialog: HTMLDialogElement): HTMLElement | null {
  const field = matchMedia("(hover: hover)").matches ? "[data-first-field]" : "[data-first-field=always]";
  return dialog.querySelector<HTMLElement>(field) ?? dialog.querySelector<HTMLElement>("h2");
}
