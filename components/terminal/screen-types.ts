import type { TerminalSize } from "@/lib/terminal-protocol/size";
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
  /** Whether what is shown may be past: its cursor is hollow then. */
  setStale: (isStale: boolean) => void;
  /** Puts everything that the terminal still holds into the clipboard, as text. */
  copyAll: () => Promise<void>;
  /** Whether the program in front wants application cursor keys. */
  hasApplicationCursor: () => boolean;
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
