/** What a key does to the player, as asciinema's own keys do. */
export type PlayerAct =
  | { act: "play" }
  | { act: "fullscreen" }
  | { act: "help" }
  | { act: "note" }
  /** Seconds of the replay, forwards or back. */
  | { act: "by"; seconds: number }
  /** A share of the whole, forwards or back. */
  | { act: "byShare"; share: number }
  /** To a share of the whole. */
  | { act: "toShare"; share: number }
  | { act: "frame"; step: 1 | -1 }
  | { act: "mark"; step: 1 | -1 }
  | { act: "speed"; step: 1 | -1 };

interface Keys {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ACTS: Readonly<Record<string, PlayerAct>> = {
  " ": { act: "play" },
  f: { act: "fullscreen" },
  "?": { act: "help" },
  // Not n: after g that is a page's own.
  m: { act: "note" },
  ",": { act: "frame", step: -1 },
  ".": { act: "frame", step: 1 },
  "[": { act: "mark", step: -1 },
  "]": { act: "mark", step: 1 },
  "<": { act: "speed", step: -1 },
  ">": { act: "speed", step: 1 },
};

/** Reads a key; chords with Control, Alt or ⌘ stay the browser's. */
export function playerActOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Keys): PlayerAct | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const sign = key === "ArrowRight" ? 1 : -1;
    return shiftKey ? { act: "byShare", share: sign * 0.1 } : { act: "by", seconds: sign * 5 };
  }
  if (/^\d$/.test(key)) return { act: "toShare", share: Number(key) / 10 };
  return ACTS[key];
}

const OWN_KEYS = "input, textarea, select, dialog, [contenteditable], [role=tab], [role=tablist]";

/**
 * Whether a key that is pressed anywhere on the page is the player's: not where something is typed or chosen with it.
 * A button or link that has the focus is pressed by the space bar, as everywhere; a line that leads the player is not,
 * so that whoever has pressed one goes on from there.
 * @param target what has the focus
 * @param isInPlayer whether that is the player itself; `?` lists its keys there, and the page's elsewhere
 */
export function isForPlayer({ act }: PlayerAct, target: Element | null, isInPlayer: boolean): boolean {
  // The player's own slider does what the arrows do.
  if (target?.closest(OWN_KEYS) && !target.matches("[data-player-slider]")) return false;
  if (act === "help") return isInPlayer;
  return act !== "play" || !target?.closest("button:not([data-player-line]), a, summary");
}

/** Speeds of a replay; the next one up or down, as long as there is one. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;

export function stepSpeed(speed: number, step: 1 | -1): number {
  const next = step === 1 ? SPEEDS.find((one) => one > speed) : SPEEDS.findLast((one) => one < speed);
  return next ?? speed;
}
