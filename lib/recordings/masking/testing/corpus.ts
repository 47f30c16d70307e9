import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Span } from "../detection/span";

/** A text of the corpus, and what must be masked of it. */
export interface CorpusText {
  text: string;
  secrets: Span[];
}

/** The texts of fixtures/masking: with secrets, and without. */
export function readCorpus(name: "secrets" | "harmless"): CorpusText[] {
  const file = readFileSync(join(import.meta.dirname, "../../../../fixtures/masking", `${name}.txt`), "utf8");
  return file
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("# "))
    .map((line) => readText(line.replaceAll("¦", "").replaceAll("␤", "\n")));
}

function readText(line: string): CorpusText {
  const secrets: [number, number][] = [];
  let text = "";
  for (const part of line.split(/(?=[⟦⟧])/)) {
    if (part.startsWith("⟦")) secrets.push([text.length, text.length]);
    text += part.replace(/^[⟦⟧]/, "");
    const last = secrets.at(-1);
    if (part.startsWith("⟦") && last) last[1] = text.length;
  }
  return { text, secrets };
}
