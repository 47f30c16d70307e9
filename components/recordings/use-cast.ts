import { useEffect, useState } from "react";
import { errorSentence, t } from "@/messages/translate";
import { type Cast, parseCast } from "./cast";

export type CastState =
  | { state: "loading" }
  | { state: "ready"; cast: Cast }
  | { state: "failed"; sentence: string; requestId: string | undefined };

/** Loads a recording from the gateway. @param address another one loads anew */
export function useCast(address: string): CastState {
  const [loaded, setLoaded] = useState<CastState>({ state: "loading" });

  // The recording is fetched from the gateway, which is another server than the page's.
  useEffect(() => {
    const abort = new AbortController();
    setLoaded({ state: "loading" });
    loadCast(address, abort.signal).then(setLoaded, () => {
      if (!abort.signal.aborted)
        setLoaded({ state: "failed", sentence: errorSentence("INTERNAL"), requestId: undefined });
    });
    return () => abort.abort();
  }, [address]);

  return loaded;
}

async function loadCast(address: string, signal: AbortSignal): Promise<CastState> {
  const answer = await fetch(address, { credentials: "include", signal });
  if (!answer.ok) {
    const { code, requestId } = failureFrom(await answer.json().catch(() => undefined));
    return { state: "failed", sentence: errorSentence(code), requestId };
  }
  const cast = parseCast(await answer.text());
  if (!cast) return { state: "failed", sentence: t("replay.failed"), requestId: undefined };
  return { state: "ready", cast };
}

function failureFrom(body: unknown): { code: string; requestId: string | undefined } {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  if (typeof error !== "object" || error === null) return { code: "INTERNAL", requestId: undefined };
  return {
    code: "code" in error && typeof error.code === "string" ? error.code : "INTERNAL",
    requestId: "requestId" in error && typeof error.requestId === "string" ? error.requestId : undefined,
  };
}
