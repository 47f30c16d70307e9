"use client";

import { useRouter } from "next/navigation";
import type { FormEvent, ReactNode } from "react";
import { t } from "@/messages/translate";
import { buttonClass } from "../controls/button-class";

interface ChipFormProps {
  /** The list's path. */
  action: string;
  label: string;
  /** What the address says besides, to be carried along. */
  others: readonly (readonly [string, string])[];
  /** Sends it another way. @returns whether it did */
  onSend?: () => boolean;
  children: ReactNode;
}

/** The form of one filter: its address has only what was filled in. Without scripts it is a plain GET form. */
export function ChipForm({ action, label, others, onSend, children }: ChipFormProps) {
  const router = useRouter();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!onSend?.()) router.push(addressOf(action, event.currentTarget));
  };
  return (
    <form action={action} aria-label={label} onSubmit={submit} className="flex items-start gap-1.5 p-1">
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <button type="submit" className={buttonClass("secondary", "small")}>
        {t("lists.find.set")}
      </button>
    </form>
  );
}

/** Where a GET form leads, without what was left empty. */
export function addressOf(action: string, form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
  return query.size === 0 ? action : `${action}?${query}`;
}
