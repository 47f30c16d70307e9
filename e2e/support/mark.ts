import type { Terminal } from "./terminal";

/** Leaves something that only this very shell knows, and something on its screen. */
export async function leaveMark(terminal: Terminal): Promise<void> {
  await terminal.run("secret=$((6*7)); echo seen-$((4*4))");
  await terminal.shows("seen-16");
}

/** Finds both again. */
export async function findMark(terminal: Terminal): Promise<void> {
  await terminal.isReady();
  await terminal.shows("seen-16");
  await terminal.run("echo found-$secret");
  await terminal.shows("found-42");
}
