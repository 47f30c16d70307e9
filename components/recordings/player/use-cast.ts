import { useEffect, useState } from "react";
import { errorSentence, t } from "@/messages/translate";
import type { LoadedRecording, RecordingAnswer } from "./load-recording";

export type CastState =
  | { state: "loading" }
  | ({ state: "ready" } & LoadedRecording)
  | { state: "failed"; sentence: string; requestId: string | undefined };

/** A recording that takes longer is given up: the page stays usable, and the file can be downloaded. */
const LONGEST_MS = 120_000;

/** Loads a recording from the gateway, in a thread of its own. @param address another one loads anew */
export function useCast(address: string): CastState {
  const [loaded, setLoaded] = useState<CastState>({ state: "loading" });

  // The recording is fetched and read by a worker.
  useEffect(() => {
    setLoaded({ state: "loading" });
    const worker = new Worker(new URL("./recording.worker.ts", import.meta.url), { type: "module" });
    const fail = (code: string, requestId?: string) =>
      setLoaded({
        state: "failed",
        sentence: code === "UNREADABLE" ? t("replay.failed") : errorSentence(code),
        requestId,
      });
    const stop = () => {
      clearTimeout(timer);
      worker.terminate();
    };
    const timer = setTimeout(() => {
      stop();
      fail("UNREADABLE");
    }, LONGEST_MS);
    worker.onmessage = ({ data }: MessageEvent<RecordingAnswer>) => {
      stop();
      if (data.state === "ready") setLoaded(data);
      else fail(data.code, data.requestId);
    };
    worker.onerror = () => {
      stop();
      fail("INTERNAL");
    };
    worker.postMessage({ address });
    return stop;
  }, [address]);

  return loaded;
}
