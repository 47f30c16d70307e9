"use client";

import { type ReactNode, use } from "react";
import { loadMessages } from "@/app/client/load-messages";
import type { BundlePart } from "@/messages/browser-messages";

interface PageMessagesProps {
  part: BundlePart;
  /** The file that has them. */
  src: string;
  children: ReactNode;
}

/**
 * Waits for the messages that what is in it says. Those of every page are there before anything is drawn, by the script in
 * the document's head; only where Next answers with an empty document and draws it all in the browser (pages that are
 * refused or not there), a script in the head is not run, and this runs it.
 */
export function PageMessages({ part, src, children }: PageMessagesProps) {
  if (typeof document !== "undefined" && !globalThis.halliganMessages?.parts.includes(part))
    use(loadMessages(src));
  return children;
}
