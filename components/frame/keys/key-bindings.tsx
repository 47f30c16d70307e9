"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { NavItem } from "../navigation";
import { readShortcut, type Shortcut } from "./shortcuts";

interface KeyBindingsProps {
  /** Where g and a letter lead. */
  items: readonly NavItem[];
  onGo: (href: string) => void;
  onCommands: () => void;
  onHelp: () => void;
  /** Takes what is typed for a menu that was opened and is not there yet; undefined while there is none such. */
  typed: RefObject<string> | undefined;
}

const LETTER_WITHIN_MS = 1500;

/** The keys of every page. What a key means stands in shortcuts.ts. */
export function KeyBindings({ items, onGo, onCommands, onHelp, typed }: KeyBindingsProps) {
  // Outlives the effect: a page that is drawn anew between g and its letter must not swallow the letter.
  const lastG = useRef(Number.NEGATIVE_INFINITY);

  // Keys arrive at the document.
  useEffect(() => {
    const act = (shortcut: Shortcut, at: number) => {
      lastG.current = shortcut.kind === "await-letter" ? at : Number.NEGATIVE_INFINITY;
      switch (shortcut.kind) {
        case "commands":
          return onCommands();
        case "help":
          return onHelp();
        case "go":
          return onGo(shortcut.href);
        case "filter":
          return document.querySelector<HTMLElement>("[data-filter]")?.focus();
        case "row":
          return focusRow(shortcut.step);
        case "dialog":
          return document.querySelector<HTMLElement>(`[data-decide="${shortcut.which}"]`)?.click();
        case "await-letter":
          return undefined;
      }
    };
    const listen = (event: KeyboardEvent) => {
      if (typed && !event.ctrlKey && !event.metaKey && !event.altKey) {
        // Whoever types for the menu means no shortcut.
        event.preventDefault();
        if (event.key.length === 1) typed.current += event.key;
        return;
      }
      const shortcut = readShortcut(
        {
          key: event.key,
          hasCommand: event.ctrlKey || event.metaKey,
          hasAlt: event.altKey,
          isTyping: isTyping(event.target),
        },
        event.timeStamp - lastG.current < LETTER_WITHIN_MS,
        items,
      );
      if (!shortcut) return;
      event.preventDefault();
      act(shortcut, event.timeStamp);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [items, onGo, onCommands, onHelp, typed]);

  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, dialog, [contenteditable], [data-terminal]") !== null
  );
}

function focusRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row-link]")];
  const at = rows.findIndex((row) => row.matches(":focus"));
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
}
