"use client";

import { useEffect } from "react";
import { liveClock, openLiveSocket } from "./browser-live";
import { LiveClient } from "./live-client";
import { onWake } from "./wake";

/** Listens to the live channel for what the person is told, on a page that is not read anew: a terminal. Shows nothing. */
export function ToldChannel({ address, onTold }: { address: string; onTold: () => void }) {
  // The gateway's WebSocket.
  useEffect(() => {
    const client = new LiveClient({
      ...{ address, onTold, clock: liveClock, openSocket: openLiveSocket },
      ageMs: performance.now(),
      onChanged: () => {},
    });
    const look = () => client.setHidden(document.hidden);
    look();
    client.start();
    document.addEventListener("visibilitychange", look);
    const stopWaking = onWake(() => client.retryNow());
    return () => {
      document.removeEventListener("visibilitychange", look);
      stopWaking();
      client.stop();
    };
  }, [address, onTold]);

  return null;
}
