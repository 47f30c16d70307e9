"use client";

import { SlidersHorizontal } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { t } from "@/messages/translate";
import { buttonClass } from "../controls/button-class";
import { cx } from "../cx";

interface FilterFormProps {
  action: string;
  label: string;
  search: ReactNode;
  /** In sight where there is room; on a phone behind the button. */
  primary: ReactNode;
  /** Behind the button everywhere; null when there are none. */
  secondary: ReactNode;
  /** How many of the filters behind the button are set: where there is room, and on a phone. */
  hidden: { wide: number; narrow: number };
}

/** A list's filters as a form, whose address has only what was filled in. Without scripts it is a plain GET form. */
export function FilterForm({ action, label, search, primary, secondary, hidden }: FilterFormProps) {
  const router = useRouter();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    router.push(query.size === 0 ? action : `${action}?${query}`);
  };
  return (
    <search aria-label={label}>
      <form action={action} onSubmit={submit} className="flex flex-wrap items-end gap-2">
        {search}
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`${id}-primary ${id}-secondary`}
          onClick={() => setOpen(!isOpen)}
          className={cx(
            buttonClass("secondary"),
            "min-h-10 sm:order-2 sm:min-h-9",
            secondary === null && "sm:hidden",
          )}
        >
          <SlidersHorizontal aria-hidden className="size-4" />
          {t("lists.filters")}
          <Count number={hidden.narrow} className="sm:hidden" />
          <Count number={hidden.wide} className="hidden sm:inline" />
        </button>
        <div
          id={`${id}-primary`}
          className={cx(
            isOpen ? "flex" : "hidden sm:flex",
            "w-full flex-wrap items-end gap-2 sm:order-1 sm:w-auto",
          )}
        >
          {primary}
        </div>
        <div
          id={`${id}-secondary`}
          className={cx(
            isOpen && secondary !== null ? "flex" : "hidden",
            "w-full flex-wrap items-end gap-2 sm:order-4",
          )}
        >
          {secondary}
        </div>
        <button
          type="submit"
          className={cx(
            buttonClass("secondary"),
            "min-h-10 sm:order-3 sm:min-h-9",
            !isOpen && "max-sm:hidden",
          )}
        >
          {t("action.filter")}
        </button>
      </form>
    </search>
  );
}

function Count({ number, className }: { number: number; className: string }) {
  if (number === 0) return null;
  return (
    <span className={cx("rounded-full bg-selected px-1.5 text-ink text-xs tabular-nums", className)}>
      {number}
    </span>
  );
}
