"use client";

import { useMemo, useSyncExternalStore } from "react";
import { keepLook, parseLook, type TerminalLook } from "./preferences";

const KEY = "halligan.terminal";
const CONTRAST = "(prefers-contrast: more), (forced-colors: active)";
const listeners = new Set<() => void>();
/** What holds while this page is open and the browser keeps nothing. */
let unkept: string | null = null;

function read(): string | null {
  try {
    return localStorage.getItem(KEY) ?? unkept;
  } catch {
    return unkept;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function subscribeContrast(listener: () => void): () => void {
  const query = matchMedia(CONTRAST);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** How terminals look in this browser, and a way to change it: in all its windows at once. */
export function useTerminalLook(): [look: TerminalLook, change: (changed: Partial<TerminalLook>) => void] {
  const text = useSyncExternalStore(subscribe, read, () => null);
  const wantsContrast = useSyncExternalStore(
    subscribeContrast,
    () => matchMedia(CONTRAST).matches,
    () => false,
  );
  const look = useMemo(() => parseLook(text, wantsContrast), [text, wantsContrast]);
  const change = (changed: Partial<TerminalLook>) => {
    unkept = keepLook(read(), changed);
    try {
      localStorage.setItem(KEY, unkept);
    } catch {
      // A browser that keeps nothing still changes its look.
    }
    for (const listener of listeners) listener();
  };
  return [look, change];
}
