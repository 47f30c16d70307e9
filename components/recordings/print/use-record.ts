import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import type { RecordingSource } from "../source/recording";
import { type ReadRecord, readRecord } from "./read-record";
import { usePrinting } from "./use-printing";

export type RecordState =
  | { state: "unread" }
  | { state: "reading"; segments: number }
  | { state: "read"; record: ReadRecord };

/**
 * What is printed of a recording: read when printing begins, as it may be much. The browser's own print key waits for
 * it; whoever prints by the browser's menu is told on paper when it was too early.
 */
export function useRecord(
  source: RecordingSource,
  { segments, lines }: Pick<ReplayOverview, "segments" | "lines">,
): { isPrinting: boolean; reading: RecordState } {
  const isPrinting = usePrinting();
  const [reading, setReading] = useState<RecordState>({ state: "unread" });
  const underWay = useRef<{ lines: number; done: Promise<void> }>(undefined);
  const life = useRef(new AbortController());

  const read = useCallback((): Promise<void> => {
    if (underWay.current?.lines === lines) return underWay.current.done;
    const tell = (done: number) => setReading({ state: "reading", segments: done });
    const { signal } = life.current;
    tell(0);
    const done = readRecord(source, segments, tell, signal).then(
      (record) => flushSync(() => setReading({ state: "read", record })),
      () => {
        // Tried again with the next print.
        underWay.current = undefined;
        if (!signal.aborted) setReading({ state: "unread" });
      },
    );
    underWay.current = { lines, done };
    return done;
  }, [source, segments, lines]);

  // The browser prints, and the gateway is read.
  useEffect(() => {
    if (isPrinting) void read();
  }, [isPrinting, read]);

  const press = useEffectEvent((event: KeyboardEvent) => {
    const isPrint = event.key.toLowerCase() === "p" && (event.ctrlKey || event.metaKey);
    const isRead = reading.state === "read" && underWay.current?.lines === lines;
    if (!isPrint || event.altKey || event.shiftKey || isRead) return;
    event.preventDefault();
    void read().then(() => window.print());
  });

  // The browser's own key would print before anything is there.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    const reader = new AbortController();
    life.current = reader;
    document.addEventListener("keydown", listen);
    return () => {
      document.removeEventListener("keydown", listen);
      reader.abort();
      underWay.current = undefined;
    };
  }, []);

  return { isPrinting, reading };
}
