"use client";

import { useState, useSyncExternalStore } from "react";
import { browserClock, openBrowserSocket } from "./browser-socket";
import { TerminalClient, type TerminalSnapshot } from "./terminal-client";
import type { ScreenHandlers } from "./terminal-screen";
import { TerminalView, type TerminalViewProps } from "./terminal-view";

export interface LiveTerminalProps
  extends Omit<TerminalViewProps, "snapshot" | "screen" | "onEnd" | "onReconnect"> {
  /** `ws://host/gateway/sessions/<id>/terminal`. */
  address: string;
}

const NOT_YET: TerminalSnapshot = {
  phase: "connecting",
  windowEndsAt: undefined,
  durable: undefined,
  isLastMinute: false,
  reason: undefined,
  code: undefined,
  detail: undefined,
  endedAtMs: undefined,
  failures: 0,
  notice: undefined,
};
const NOBODY = { subscribe: () => () => {}, read: () => NOT_YET };

/** A terminal that is connected: the screen, the client, and the view around them. */
export function LiveTerminal({ address, ...view }: LiveTerminalProps) {
  const [client, setClient] = useState<TerminalClient>();
  const { subscribe, read } = client ?? NOBODY;
  const snapshot = useSyncExternalStore(subscribe, read, () => NOT_YET);
  // A new number makes a new screen and a new connection.
  const [attempt, setAttempt] = useState(0);

  const handlers: ScreenHandlers = {
    onReady: (link) => {
      const created = new TerminalClient({
        address,
        size: link.size,
        openSocket: openBrowserSocket,
        clock: browserClock,
        onOutput: link.write,
      });
      created.connect();
      setClient(created);
      return () => created.dispose();
    },
    onInput: (bytes) => client?.sendInput(bytes),
    onResize: (size) => client?.resize(size),
    onLeave: () => document.querySelector<HTMLElement>("[data-terminal-end]")?.focus(),
  };
  return (
    <TerminalView
      {...view}
      snapshot={snapshot}
      screen={{ key: attempt, handlers }}
      onEnd={() => client?.end()}
      onReconnect={() => setAttempt((last) => last + 1)}
    />
  );
}
