import type { SocketEvents, TerminalClock, TerminalSocket } from "./terminal-client-options";

/** The browser's WebSocket as the terminal's client wants it. */
export function openBrowserSocket(address: string, events: SocketEvents): TerminalSocket {
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string" || data instanceof ArrayBuffer) events.onMessage(data);
  });
  socket.addEventListener("close", ({ code, reason }) => events.onClose(code, reason));
  return {
    send: (data) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close: () => socket.close(),
  };
}

export const browserClock: TerminalClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
