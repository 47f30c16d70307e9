import { type RangeLine, readLine } from "./format";
import { linesOf } from "./lines";
import { TarReader } from "./tar";

/**
 * The recorded ranges of a bundle, in the order of the log. Nothing is checked but its form: `verifyBundle` comes first.
 * @param chunks the file, from its beginning
 * @throws NotABundle
 */
export async function* readRanges(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RangeLine["range"]> {
  const tar = new TarReader(chunks);
  for (let file = await tar.next(); file; file = await tar.next()) {
    const content = tar.content(file);
    if (!file.name.startsWith("evidence/")) {
      for await (const _ of content);
      continue;
    }
    let place = 0;
    for await (const text of linesOf(content, file.name)) {
      place += 1;
      const line = readLine(text, `${file.name}, line ${place}`);
      if ("range" in line) yield line.range;
    }
  }
}
