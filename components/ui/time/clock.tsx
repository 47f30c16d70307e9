"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import { ClockSource } from "./clock-source";

const ClockContext = createContext<{ source: ClockSource; serverNowMs: number } | undefined>(undefined);

/**
 * Gives everything below it the server's time.
 * @param serverNow the server's clock while it rendered, ISO 8601
 */
export function ClockProvider({ serverNow, children }: { serverNow: string; children: ReactNode }) {
  const [clock] = useState(() => {
    const serverNowMs = Date.parse(serverNow);
    return { serverNowMs, source: new ClockSource(serverNowMs, ageOfPageMs(), Date.now) };
  });
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/**
 * The server's time now, again every step.
 * @param stepMs how fine; whoever shows minutes should not be drawn each second
 */
export function useNow(stepMs = 1000): Date {
  const clock = useContext(ClockContext);
  if (!clock) throw new TypeError("useNow needs a ClockProvider above it");
  const { source, serverNowMs } = clock;
  const now = useSyncExternalStore(
    source.subscribe,
    () => source.read(stepMs),
    () => Math.floor(serverNowMs / stepMs) * stepMs,
  );
  return new Date(now);
}

/** Whether this is drawn in the browser with its own zone, not yet on the server or while taking over from it. */
export function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}

function ageOfPageMs(): number {
  if (typeof window === "undefined") return 0;
  const navigation = performance.getEntriesByType("navigation")[0];
  const arrivedMs = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0;
  return Math.max(0, performance.now() - arrivedMs);
}
