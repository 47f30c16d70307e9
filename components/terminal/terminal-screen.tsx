"use client";

import "@xterm/xterm/css/xterm.css";
import { useEffect, useEffectEvent, useRef } from "react";
import type { TerminalSize } from "@/lib/terminal-protocol/size";
import { mountTerminal } from "./emulator/mount-terminal";
import type { TerminalChord } from "./emulator/terminal-keys";
import type { Found, TerminalSearch } from "./emulator/terminal-search";
import type { TerminalLook } from "./preferences/preferences";

/** What the screen does for the connection, and the connection for the screen. */
export interface ScreenLink {
  size: TerminalSize;
  /** @param isHistory it was shown before: whatever it asks the terminal is not answered again */
  write: (bytes: Uint8Array, isHistory: boolean) => void;
  focus: () => void;
  /** Of a screen that is only watched: the session's size. */
  setSize: (size: TerminalSize) => void;
  setLook: (look: TerminalLook) => void;
  /** Sends a text as a paste, in brackets where the shell has asked for them. */
  paste: (text: string) => void;
  /** Whether the shell has asked for bracketed pastes: then it waits for Enter. */
  waitsForEnter: () => boolean;
  search: TerminalSearch;
}

export interface ScreenHandlers {
  onReady: (link: ScreenLink) => () => void;
  onInput: (bytes: Uint8Array) => void;
  onResize: (size: TerminalSize) => void;
  /** Pasted or dropped; nothing of it was sent. */
  onPaste: (text: string) => void;
  onChord: (chord: Exclude<TerminalChord, "copy">) => void;
  onFound: (found: Found) => void;
}

interface TerminalScreenProps {
  /** What it is, for screen readers. */
  label: string;
  look: TerminalLook;
  isReadOnly?: boolean;
  handlers: ScreenHandlers;
}

/** xterm in the page; what it is told and what it says goes through the handlers. */
export function TerminalScreen({ label, look, isReadOnly = false, handlers }: TerminalScreenProps) {
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
