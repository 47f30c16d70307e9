/** What a key does to the player, as asciinema's own keys do. */
export type PlayerAct =
  | { act: "play" }
  | { act: "fullscreen" }
  | { act: "help" }
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

/** Speeds of a replay; the next one up or down, as long as there is one. */
export const SPEEDS = [0.5, 1, 2, 4, 8] as const;

export function stepSpeed(speed: number, step: 1 | -1): number {
  const next = step === 1 ? SPEEDS.find((one) => one > speed) : SPEEDS.findLast((one) => one < speed);
  return next ?? speed;
}
