import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Whether the page is being printed: what only paper shows is drawn then, however long it is. */
export function usePrinting(): boolean {
  const [isPrinting, setIsPrinting] = useState(false);

  // The browser waits for what its listeners draw, but only for what is there when they return.
  useEffect(() => {
    const paper = matchMedia("print");
    const follow = () => flushSync(() => setIsPrinting(paper.matches));
    const begin = () => flushSync(() => setIsPrinting(true));
    const end = () => setIsPrinting(false);
    paper.addEventListener("change", follow);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      paper.removeEventListener("change", follow);
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);

  return isPrinting;
}
