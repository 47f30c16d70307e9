"use client";

import { useState } from "react";

/** What was written into dialogs of this tab and not sent. A page that is loaded anew has none: sign-out loads one. */
const drafts = new Map<string, string>();

/**
 * Text that somebody writes into a dialog: closed by Escape, a slip beside it or the browser's way back, the dialog has
 * it again when it is opened again on the same page.
 * @param what tells the texts of a page apart
 * @param first what stands there as long as nothing was written
 * @returns the text, how it changes, and what forgets it once it was sent
 */
export function useDraft(
  what: string,
  first = "",
): [text: string, change: (text: string) => void, forget: () => void] {
  const [key] = useState(() => `${location.pathname} ${what}`);
  const [text, setText] = useState(() => drafts.get(key) ?? first);
  const change = (changed: string) => {
    drafts.set(key, changed);
    setText(changed);
  };
  return [text, change, () => drafts.delete(key)];
}
