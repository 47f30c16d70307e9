import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { LONGEST_NOTE } from "../note";
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

/**
 * The notes of such a file, the oldest first, piece by piece: after some years it is longer than a string can be. What a
 * killed process left half-written is a note that no key signed.
 */
export async function* readNotes(path: string): AsyncGenerator<string[]> {
  let rest = "";
  for await (const piece of createReadStream(path, "utf8") as AsyncIterable<string>) {
    rest += piece;
    const end = rest.lastIndexOf(BEFORE);
    if (end >= 0) {
      yield notesOf(rest.slice(0, end));
      rest = rest.slice(end);
    }
    // Longer than any head: what it is does not matter, where it ends does.
    if (rest.length > 2 * LONGEST_NOTE)
      rest = `${rest.slice(0, LONGEST_NOTE + 1)}${rest.slice(1 - BEFORE.length)}`;
  }
  yield notesOf(rest);
}

function notesOf(text: string): string[] {
  return text.split(/\n{3,}/).flatMap((note) => {
    const own = note.replace(/\n+$/, "");
    return own === "" ? [] : [`${own}\n`];
  });
}
