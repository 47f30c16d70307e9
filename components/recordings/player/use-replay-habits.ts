"use client";

import { useMemo, useSyncExternalStore } from "react";
import { z } from "zod";
import { SPEEDS } from "./replay-keys";

/** How somebody likes to watch: kept in this browser. */
export interface ReplayHabits {
  speed: number;
  skipsIdle: boolean;
}

const USUAL: ReplayHabits = { speed: 1, skipsIdle: true };
const KEY = "halligan.replay";
const stored = z.object({
  speed: z
    .number()
    .refine((speed) => SPEEDS.some((one) => one === speed))
    .catch(USUAL.speed),
  skipsIdle: z.boolean().catch(USUAL.skipsIdle),
});
const listeners = new Set<() => void>();
/** What holds while this page is open and the browser keeps nothing. */
let unkept: string | null = null;

export function useReplayHabits(): [ReplayHabits, (changed: Partial<ReplayHabits>) => void] {
  const text = useSyncExternalStore(subscribe, read, () => null);
  const habits = useMemo(() => parseHabits(text), [text]);
  const change = (changed: Partial<ReplayHabits>) => {
    unkept = JSON.stringify({ ...habits, ...changed });
    try {
      localStorage.setItem(KEY, unkept);
    } catch {
      // A browser that keeps nothing still changes its speed.
    }
    for (const listener of listeners) listener();
  };
  return [habits, change];
}

function parseHabits(text: string | null): ReplayHabits {
  try {
    return stored.safeParse(JSON.parse(text ?? "null")).data ?? USUAL;
  } catch {
    return USUAL;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY) ?? unkept;
  } catch {
    return unkept;
  }
}
