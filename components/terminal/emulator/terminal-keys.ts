/** What a chord means that the terminal keeps to itself; all others go to the shell. */
export type TerminalChord = "leave" | "search" | "copy" | "larger" | "smaller" | "usual";

/** Whether a browser runs on a Mac, an iPad or an iPhone: there ⌘V pastes, and Control V is the shell's. */
export function isApple(platform: string): boolean {
  return /^(Mac|iP)/.test(platform);
}

/** Whether it is Control V alone. */
export function isControlV({ key, ctrlKey, metaKey, shiftKey, altKey }: Omit<Keys, "code">): boolean {
  return ctrlKey && !metaKey && !shiftKey && !altKey && key.toLowerCase() === "v";
}

interface Keys {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Reads a chord. With Control or ⌘ and Shift: L, F, C; with Control or ⌘ alone: plus, minus, zero. */
export function chordOf(event: Keys): TerminalChord | undefined {
  if (event.altKey || event.ctrlKey === event.metaKey) return undefined;
  if (event.shiftKey && event.code === "KeyL") return "leave";
  if (event.shiftKey && event.code === "KeyF") return "search";
  if (event.shiftKey && event.code === "KeyC") return "copy";
  if (event.key === "+" || (event.key === "=" && !event.shiftKey)) return "larger";
  if (event.key === "-" && !event.shiftKey) return "smaller";
  if (event.key === "0" && !event.shiftKey) return "usual";
  return undefined;
}
