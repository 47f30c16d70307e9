"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { t } from "@/messages/translate";
import type { Found, TerminalSearch } from "../emulator/terminal-search";
import { IconButton } from "../icon-button";

interface SearchBarProps {
  search: TerminalSearch;
  found: Found;
  onClose: () => void;
}

/** Searches what the terminal still holds: Enter goes on, Shift Enter back, Escape leaves. */
export function SearchBar({ search, found, onClose }: SearchBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");

  // The keyboard goes where the search was asked for, and the marks go with the bar.
  useEffect(() => {
    input.current?.focus();
    return () => search.clear();
  }, [search]);

  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") search.find(text, event.shiftKey ? "previous" : "next");
    else return;
    event.preventDefault();
  };
  return (
    <search className="absolute top-2 right-2 z-10 flex max-w-[calc(100%-1rem)] items-center gap-1 rounded-md border border-line-strong bg-raised p-1 shadow-float">
      <input
        ref={input}
        type="text"
        value={text}
        aria-label={t("terminal.search")}
        placeholder={t("terminal.search")}
        onKeyDown={press}
        onChange={(event) => {
          setText(event.target.value);
          search.find(event.target.value, "next");
        }}
        className="min-h-9 w-44 min-w-0 rounded-md border border-line-strong bg-surface px-2 placeholder:text-faint sm:w-56"
      />
      <span role="status" className="w-20 shrink-0 text-center text-soft text-xs tabular-nums">
        {text === "" ? "" : countText(found)}
      </span>
      <IconButton label={t("terminal.search.previous")} onClick={() => search.find(text, "previous")}>
        <ChevronUp aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={t("terminal.search.next")} onClick={() => search.find(text, "next")}>
        <ChevronDown aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={t("terminal.search.close")} onClick={onClose}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </search>
  );
}

function countText({ at, count }: Found): string {
  if (count === 0) return t("terminal.search.none");
  return at === 0 ? t("terminal.search.many", { count }) : t("terminal.search.count", { at, count });
}
