"use client";

import "@xterm/xterm/css/xterm.css";
import { useEffect, useEffectEvent, useRef } from "react";
import { mountTerminal } from "./emulator/mount-terminal";
import type { TerminalLook } from "./preferences/preferences";
import type { ScreenHandlers, ScreenLink } from "./screen-types";

interface TerminalScreenProps {
  /** What it is, for screen readers. */
  label: string;
  look: TerminalLook;
  isReadOnly?: boolean;
  /** What is shown may be past. */
  isStale?: boolean;
  handlers: ScreenHandlers;
}

/** xterm in the page; what it is told and what it says goes through the handlers. */
export function TerminalScreen({
  label,
  look,
  isReadOnly = false,
  isStale = false,
  handlers,
}: TerminalScreenProps) {
  const holder = useRef<HTMLDivElement>(null);
  const link = useRef<ScreenLink>(undefined);
  const latest = useEffectEvent(() => ({ handlers, look, isReadOnly }));

  // xterm draws into an element of its own and lives longer than one rendering.
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const relayed: ScreenHandlers = {
      onReady: (ready) => {
        link.current = ready;
        ready.setLook(latest().look);
        const release = latest().handlers.onReady(ready);
        return () => {
          link.current = undefined;
          release();
        };
      },
      onInput: (bytes) => latest().handlers.onInput(bytes),
      onResize: (size) => latest().handlers.onResize(size),
      onPaste: (text) => latest().handlers.onPaste(text),
      onChord: (chord) => latest().handlers.onChord(chord),
      onFound: (found) => latest().handlers.onFound(found),
    };
    return mountTerminal(element, relayed, { look: latest().look, isReadOnly: latest().isReadOnly });
  }, []);

  // Colours and sizes are read by xterm when it is told, not when the style sheet changes.
  useEffect(() => {
    link.current?.setLook(look);
  }, [look]);

  // A hollow cursor is drawn by the page, where the graphics card does not draw.
  useEffect(() => {
    link.current?.setStale(isStale);
  }, [isStale]);

  return (
    <section
      ref={holder}
      data-terminal
      data-terminal-theme={look.theme}
      aria-label={label}
      className="absolute inset-0 overflow-hidden bg-terminal data-read-only:overflow-auto [&_.xterm-viewport]:bg-transparent! [&_.xterm]:h-full [&_.xterm]:px-2 [&_.xterm]:py-1"
      data-read-only={isReadOnly || undefined}
    />
  );
}
