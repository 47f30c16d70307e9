import type { ReactNode } from "react";

/** Nothing around the terminal: it is the whole page. */
export default function TerminalLayout({ children }: { children: ReactNode }) {
  return children;
}
