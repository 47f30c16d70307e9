import type { TerminalPhase } from "@/components/terminal/client/terminal-phases";
import type { NodeLabel } from "@/lib/nodes/views";

/** One terminal of an access: a session on a node. */
export interface DeskTab {
  sessionId: string;
  node: NodeLabel;
  windowEndsAt: Date | null;
  /** The whole window, in seconds; null: not known. */
  windowSeconds: number | null;
}

/** A node on which the access could open a terminal, or has one. */
export interface DeskChoice {
  node: NodeLabel;
  /** The session that runs there under this access, to go on with. */
  sessionId: string | null;
  /** Why none can be started now; undefined: one can. */
  refusal:
    | { code: string; params: Readonly<Record<string, string | number | readonly string[]>> }
    | undefined;
}

/** Tabs in the order in which they came; the one that is opened stands among them already, or comes last. */
export function withTab(tabs: readonly DeskTab[], tab: DeskTab): DeskTab[] {
  return tabs.some(({ sessionId }) => sessionId === tab.sessionId) ? [...tabs] : [...tabs, tab];
}

/** @returns the tabs without one, and which is in front then: its neighbour to the left, or the first */
export function withoutTab(
  tabs: readonly DeskTab[],
  sessionId: string,
  shownId: string,
): { tabs: DeskTab[]; shownId: string } {
  const at = tabs.findIndex((tab) => tab.sessionId === sessionId);
  const rest = tabs.filter((tab) => tab.sessionId !== sessionId);
  if (shownId !== sessionId) return { tabs: rest, shownId };
  return { tabs: rest, shownId: (rest[Math.max(0, at - 1)] ?? rest[0])?.sessionId ?? shownId };
}

/** The tab an arrow, Home or End leads to, from one tab. */
export function tabByKey(tabs: readonly DeskTab[], sessionId: string, key: string): DeskTab | undefined {
  const at = tabs.findIndex((tab) => tab.sessionId === sessionId);
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  if (key === "ArrowRight") return tabs[(at + 1) % tabs.length];
  if (key === "ArrowLeft") return tabs.at((at - 1) % tabs.length);
  return undefined;
}

/** What "+" offers beside the tabs that are there. */
export function choicesBeside(choices: readonly DeskChoice[], tabs: readonly DeskTab[]): DeskChoice[] {
  const shown = new Set(tabs.map(({ sessionId }) => sessionId));
  return choices.filter(({ sessionId }) => sessionId === null || !shown.has(sessionId));
}

/** Whether a tab may be closed: nothing runs behind it any more, for this window. */
export function isClosable(phase: TerminalPhase | undefined): boolean {
  return phase === "ended" || phase === "refused" || phase === "held" || phase === "taken-over";
}
