import type { ReplayScreen } from "../playback/engine-parts";

/** Loads what `mountScreen` needs, before there is anything to be drawn. */
export function prepareScreen(): void {
  // Whoever draws loads it again, and fails with it.
  import("./replay-screen").then(({ loadParts }) => loadParts()).catch(() => {});
}

/**
 * Puts the screen of a replay into an element: xterm.js, loaded here and nowhere else, as it is large and needs a
 * browser.
 * @param onReady is given the screen, and returns what is to be done before it goes
 * @returns takes it out again, also while it is still loading
 */
export function mountScreen(element: HTMLElement, onReady: (screen: ReplayScreen) => () => void): () => void {
  let isOver = false;
  let unmount = () => {};
  const mount = async () => {
    const { loadTerminal, connectTerminal } = await import("./replay-screen");
    const terminal = await loadTerminal();
    if (isOver) terminal.dispose();
    else unmount = connectTerminal(element, terminal, onReady);
  };
  void mount();
  return () => {
    isOver = true;
    unmount();
  };
}
