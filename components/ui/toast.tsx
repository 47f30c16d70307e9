"use client";

import { type LucideIcon, X } from "lucide-react";
import { useEffect, useState } from "react";
import Link from "@/components/ui/controls/link";
import { cx } from "./cx";
import { TONE_TEXT, type Tone } from "./tone";

const SHOWN_MS = 10_000;

interface ToastProps {
  tone: Tone;
  icon: LucideIcon;
  text: string;
  /** Where it leads; `title` is what the link is read out as. */
  action: { href: string; label: string; title: string };
  dismissLabel: string;
  /** "box" floats; "line" is one line inside a bar, and where that is narrow only read out: nothing in it takes the focus there. */
  as?: "box" | "line";
  onAction: () => void;
  /** It was put away, or its time is over. */
  onDismiss: () => void;
}

/**
 * What somebody else did just now about a thing of the reader's. It goes after ten seconds, which do not run while it is
 * pointed at, has the focus, or nobody looks. Stands in a live region of the caller's, which is there before it.
 */
export function Toast({ tone, icon: Icon, text, action, as = "box", ...props }: ToastProps) {
  const { dismissLabel, onAction, onDismiss } = props;
  const [isHeld, setIsHeld] = useState(false);
  const [isHidden, setIsHidden] = useState(false);

  // Whether anybody looks at the page.
  useEffect(() => {
    const look = () => setIsHidden(document.hidden);
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);

  // Its time.
  useEffect(() => {
    if (isHeld || isHidden) return;
    const timer = setTimeout(onDismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, isHidden, onDismiss]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while it is read; what is pressed in it are its own controls
    <div
      data-toast
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDismiss();
      }}
      className={cx(
        "flex min-w-0 items-center transition-opacity duration-120 starting:opacity-0 motion-reduce:transition-none",
        as === "box"
          ? "pointer-events-auto gap-2.5 rounded-lg border border-line-mid bg-raised py-1.5 pr-1.5 pl-3 text-ink shadow-float"
          : "gap-2 text-sm",
      )}
    >
      <Icon aria-hidden className={cx("size-4 shrink-0", TONE_TEXT[tone])} />
      <span className={cx("min-w-0 flex-1 text-sm", as === "line" ? "truncate" : "[overflow-wrap:anywhere]")}>
        <bdi>{text}</bdi>
      </span>
      <Link
        href={action.href}
        aria-label={action.title}
        onClick={onAction}
        className={cx(
          "inline-flex min-h-11 shrink-0 items-center px-1.5 font-medium text-accent text-sm hover:underline sm:min-h-7.5",
          as === "line" && "max-wide:hidden",
        )}
      >
        {action.label}
      </Link>
      <button
        type="button"
        aria-label={dismissLabel}
        onClick={onDismiss}
        className={cx(
          "inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink sm:size-7.5",
          as === "line" && "max-wide:hidden",
        )}
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
