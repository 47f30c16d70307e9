import { Terminal } from "@xterm/xterm";
import { createOutput } from "@/components/terminal/emulator/terminal-output";
import { limitAnnouncements } from "@/components/terminal/limit-announcements";

/** Runs in a page: draws one word, bare or as the portal does. @returns milliseconds until it is painted */
async function drawWord(length: number, how: "bare" | "portal", screenReaderMode: boolean): Promise<number> {
  const element = document.createElement("div");
  element.style.cssText = "position:fixed;inset:0";
  document.body.append(element);
  const terminal = new Terminal({ cols: 120, rows: 36, scrollback: 5000, screenReaderMode });
  terminal.open(element);
  const stop = how === "portal" ? limitAnnouncements(element) : () => {};
  const draw = createOutput(terminal);
  const bytes = new TextEncoder().encode(`${"w".repeat(length)}\r\n$ `);
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    // The gateway's frames are of this size.
    for (let at = 0; at < bytes.length; at += 16_384) {
      const part = bytes.subarray(at, at + 16_384);
      if (how === "portal") draw(part);
      else terminal.write(part);
    }
    terminal.write("", resolve);
  });
  // What screen readers are told follows within a second; the frame after it is when the page lives again.
  if (screenReaderMode) await new Promise((resolve) => setTimeout(resolve, 1_000));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const took = performance.now() - startedAt - (screenReaderMode ? 1_000 : 0);
  stop();
  terminal.dispose();
  element.remove();
  return took;
}

Object.assign(globalThis, { drawWord });
