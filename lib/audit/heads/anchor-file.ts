import { open, readFile } from "node:fs/promises";
import type { Anchor } from "./anchor-head";

/** No note holds it. It stands before each, so that one that was left half-written does not reach into the next. */
const BEFORE = "\n\n\n";

/** Anchors in a file that is only added to. @param path made if it is not there, readable by us alone */
export function anchorFile(path: string): Anchor {
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
export async function readAnchorFile(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8");
  return text
    .split(/\n{3,}/)
    .flatMap((note) => (note === "" ? [] : [note.endsWith("\n") ? note : `${note}\n`]));
}
