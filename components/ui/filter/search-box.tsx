"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { cx } from "../cx";
import { KeyHint } from "../key-hint";
import { addressOf } from "./chip-form";

interface SearchBoxProps {
  /** The list's path. */
  action: string;
  name: string;
  /** What the search looks at. */
  label: string;
  /** What the address says. */
  value: string;
  others: readonly (readonly [string, string])[];
  /** Searches at Enter alone: each search costs, or stands on record. */
  isOnEnter?: boolean;
}

const PAUSE_MS = 350;

/** Searches a list once the typing pauses, or at Enter. Without scripts it is a plain GET form. */
export function SearchBox({ action, name, label, value, others, isOnEnter = false }: SearchBoxProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed elsewhere: by a chip, the back button, a link. What this field sent itself it keeps typing at.
  if (known !== value) {
    setKnown(value);
    if (value !== sent) {
      setTyped(value);
      setSent(value);
    }
  }
  const wanted = typed.trim();

  // The list is asked over the network.
  useEffect(() => {
    if (wanted === sent || isOnEnter) return;
    const timer = setTimeout(() => {
      if (!form.current) return;
      setSent(wanted);
      router.replace(addressOf(action, form.current), { scroll: false });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, sent, action, router, isOnEnter]);

  return (
    <form
      ref={form}
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        // What was typed before the page's scripts were there is in the field alone.
        setSent(String(new FormData(event.currentTarget).get(name) ?? "").trim());
        router.push(addressOf(action, event.currentTarget));
      }}
      className={cx(
        "relative shrink-0",
        isOnEnter ? "w-64 rail:w-96" : "w-50 rail:w-60 xl:w-40 xl:max-w-60 xl:grow",
      )}
    >
      {others.map(([other, text]) => (
        <input key={other} type="hidden" name={other} value={text} />
      ))}
      <Search aria-hidden className="absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-faint" />
      <input
        type="search"
        name={name}
        aria-label={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={label}
        maxLength={200}
        data-filter
        className="h-11 w-full min-w-0 rounded-md border border-line-strong bg-raised pr-8 pl-8 text-base text-ink placeholder:text-faint rail:h-7.5 rail:text-sm"
      />
      {typed === "" && (
        <span className="absolute top-1/2 right-1.5 hidden -translate-y-1/2 rail:block">
          <KeyHint keys="/" />
        </span>
      )}
    </form>
  );
}
