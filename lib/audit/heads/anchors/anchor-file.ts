import { open } from "node:fs/promises";
import type { WriteAnchor } from "./anchor-heads";

/** No note holds it. It stands before each, so that one that was left half-written does not reach into the next. */
const BEFORE = "\n\n\n";

/** Anchors in a file that is only added to. @param path made if it is not there, readable by us alone */
export function anchorFile(path: string): WriteAnchor {
  return async (note) => {
    const file = await open(path, "a", 0o600);
    try {
      await file.write(`${BEFORE}${note}`);
      await file.sync();
    } finally {
      await file.close();
    }
  };
}

/** The notes of such a file, the oldest first. What a killed process left half-written is a note that no key signed. */
export function notesOf(text: string): string[] {
  return text
    .split(/\n{3,}/)
    .flatMap((note) => (note === "" ? [] : [note.endsWith("\n") ? note : `${note}\n`]));
}
