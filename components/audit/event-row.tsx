"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cx } from "@/components/ui/cx";

interface EventRowProps {
  /** What the row's button is called: it shows more of this event. */
  label: string;
  /** The cells of the line, in the columns of the list. */
  children: ReactNode;
  /** What stands below the line once it is asked for. */
  details: ReactNode;
}

/** One line of the audit, which opens below itself. Links in it are their own. */
export function EventRow({ label, children, details }: EventRowProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li data-row className={cx("border-line border-b", isOpen && "bg-sunken")}>
      <div className="relative grid min-h-8 grid-cols-[20px_minmax(0,1fr)_auto_14px] items-center gap-x-2.5 gap-y-0.5 px-2 py-2 text-sm hover:bg-hover rail:grid-cols-[6.25rem_8.25rem_minmax(0,1fr)_8.5rem_auto_14px] rail:gap-3 rail:py-0 wide:grid-cols-[6.25rem_10.5rem_minmax(0,1fr)_8.5rem_auto_14px]">
        {children}
        <button
          type="button"
          data-row-link
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={label}
          onClick={() => setOpen(!isOpen)}
          className="col-start-4 row-start-1 cursor-pointer text-faint after:absolute after:inset-0 rail:col-start-6"
        >
          <ChevronRight aria-hidden className={cx("size-3.5", isOpen && "rotate-90")} />
        </button>
      </div>
      <div id={id} hidden={!isOpen} className="px-2 pb-3 rail:pl-64 wide:pl-[18.5rem]">
        {isOpen && details}
      </div>
    </li>
  );
}
