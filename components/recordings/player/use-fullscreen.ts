import { type RefObject, useSyncExternalStore } from "react";

/** Whether an element fills the screen, and a way there and back. */
export function useFullscreen(
  element: RefObject<HTMLElement | null>,
): [isFullscreen: boolean, toggle: () => void] {
  const isFullscreen = useSyncExternalStore(
    subscribe,
    () => document.fullscreenElement !== null && document.fullscreenElement === element.current,
    () => false,
  );
  const toggle = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : element.current?.requestFullscreen());
  return [isFullscreen, toggle];
}

function subscribe(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}
