import { type RefObject, useEffect, useEffectEvent } from "react";
import { isForPlayer, type PlayerAct, playerActOf } from "./replay-keys";

/** The player's keys, wherever the focus is: a reviewer watches and writes without reaching for the mouse. */
export function usePlayerKeys(frame: RefObject<HTMLElement | null>, onAct: (act: PlayerAct) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = playerActOf(event);
    const target = event.target instanceof Element ? event.target : null;
    if (!act || !isForPlayer(act, target, frame.current?.contains(target) === true)) return;
    event.preventDefault();
    // The page's own keys would do something else besides.
    event.stopPropagation();
    onAct(act);
  });

  // The document's keys are listened to.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, []);
}
