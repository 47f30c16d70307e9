import type { LiveClock, LiveSocket, LiveSocketEvents } from "./live-client";

/** The browser's WebSocket as the live client wants it. */
export function openLiveSocket(address: string, events: LiveSocketEvents): LiveSocket {
  const socket = new WebSocket(address);
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") events.onMessage(data);
  });
  socket.addEventListener("close", ({ code }) => events.onClose(code));
  return { close: () => socket.close() };
}

export const liveClock: LiveClock = {
  now: () => performance.now(),
  random: () => Math.random(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** A dialog is open, or the focus is in a form that is more than a list's filters: new rows could take it away. */
export function isEngaged(): boolean {
  if (document.querySelector("dialog[open]:not([data-fresh])")) return true;
  const form = document.activeElement?.closest("main form:not([role=search])");
  // A dialog that is to see what changes keeps its words itself.
  return form != null && form.closest("dialog[data-fresh]") === null;
}

/** Whether the web process answers at all, asked with something small that it has at hand. */
export async function isReachable(): Promise<boolean> {
  try {
    return (await fetch("/icon.svg", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
