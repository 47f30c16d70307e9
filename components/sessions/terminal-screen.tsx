"use client";

import "@xterm/xterm/css/xterm.css";
import { useEffect, useEffectEvent, useRef } from "react";
import { t } from "@/messages/translate";
import { mountTerminal } from "./mount-terminal";
import type { TerminalSize } from "./terminal-client";

/** What the screen does for the connection, and the connection for the screen. */
export interface ScreenLink {
  size: TerminalSize;
  /** @param isHistory it was shown before: whatever it asks the terminal is not answered again */
  write: (bytes: Uint8Array, isHistory: boolean) => void;
  focus: () => void;
}

export interface ScreenHandlers {
  onReady: (link: ScreenLink) => () => void;
  onInput: (bytes: Uint8Array) => void;
  onResize: (size: TerminalSize) => void;
  /** The printed chord: the keyboard leaves the terminal. */
  onLeave: () => void;
}

/** xterm in the page; what it is told and what it says goes through the handlers. */
export function TerminalScreen({ nodeName, handlers }: { nodeName: string; handlers: ScreenHandlers }) {
  const holder = useRef<HTMLDivElement>(null);
  const onReady = useEffectEvent(handlers.onReady);
  const onInput = useEffectEvent(handlers.onInput);
  const onResize = useEffectEvent(handlers.onResize);
  const onLeave = useEffectEvent(handlers.onLeave);

  // xterm draws into an element of its own and lives longer than one rendering.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    return mountTerminal(element, {
      onReady: (link) => onReady(link),
      onInput: (bytes) => onInput(bytes),
      onResize: (size) => onResize(size),
      onLeave: () => onLeave(),
    });
  }, []);

  return (
    <section
      ref={holder}
      data-terminal
      aria-label={t("terminal.label", { node: nodeName })}
      className="absolute inset-0 overflow-hidden bg-terminal [&_.xterm]:h-full [&_.xterm]:px-2 [&_.xterm]:py-1"
    />
  );
}
