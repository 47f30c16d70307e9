"use client";

import { CloudOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState, useSyncExternalStore, useTransition } from "react";
import { t } from "@/messages/translate";
import { isEngaged, isReachable, liveClock, openLiveSocket } from "./browser-live";
import { LiveClient, type LiveState } from "./live-client";
import { Refresher } from "./refresher";
import { onWake } from "./wake";

interface LiveUpdatesProps {
  /** `ws://host/gateway/live`. */
  address: string;
  /** The person was told something, or saw it elsewhere. */
  onTold: () => void;
}

/** Well below the least age at which something on a page counts as old (NODE_MAX_AGE_SECONDS, 300 by default). */
const READ_AGAIN_MS = 120_000;

/** Keeps the page as the server has it: reads it anew when it has changed. Says so quietly when it can't know. */
export function LiveUpdates({ address, onTold }: LiveUpdatesProps) {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const [{ client, refresher }] = useState(() => {
    const refresher = new Refresher({
      clock: liveClock,
      isEngaged,
      isReachable,
      read: () => startReading(() => router.refresh()),
    });
    const onChanged = () => refresher.request();
    const ageMs = typeof performance === "undefined" ? 0 : performance.now();
    const client = new LiveClient({
      address,
      ageMs,
      openSocket: openLiveSocket,
      clock: liveClock,
      onChanged,
      onTold,
    });
    return { client, refresher };
  });
  const state = useSyncExternalStore(client.subscribe, client.read, (): LiveState => "connecting");

  // The gateway's WebSocket, and whether anybody looks at this page.
  useEffect(() => {
    const look = () => {
      refresher.setHidden(document.hidden);
      client.setHidden(document.hidden);
    };
    look();
    client.start();
    document.addEventListener("visibilitychange", look);
    const stopWaking = onWake(() => client.retryNow());
    return () => {
      document.removeEventListener("visibilitychange", look);
      stopWaking();
      client.stop();
      refresher.stop();
    };
  }, [client, refresher]);

  // What silence withdraws from a page, such as that a node is online, is told by nobody: it is read anew before that.
  useEffect(() => {
    const timer = setInterval(() => refresher.request(), READ_AGAIN_MS);
    return () => clearInterval(timer);
  }, [refresher]);

  // The router says by the end of its transition that the page stands.
  useEffect(() => {
    if (!isReading) refresher.done();
  }, [isReading, refresher]);

  return (
    <span role="status" data-live={state} className="inline-flex items-center gap-1 text-faint text-xs">
      {(state === "polling" || state === "signed-out") && (
        <span className="inline-flex items-center gap-1" title={t(`live.${state}.hint`)}>
          <CloudOff aria-hidden className="size-3.5" />
          {state === "signed-out" ? (
            // A full load: the sign-in page is outside of this frame.
            <a href="/sign-in" className="underline underline-offset-4">
              {t("live.signed-out")}
            </a>
          ) : (
            <span className="sr-only sm:not-sr-only">{t("live.polling")}</span>
          )}
        </span>
      )}
    </span>
  );
}
