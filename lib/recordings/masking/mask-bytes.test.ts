import { describe, expect, it } from "vitest";
import { maskBlock, maskBytes } from "./mask-bytes";
import { readCorpus } from "./testing/corpus";

async function masked(pieces: readonly (string | Uint8Array)[]): Promise<Buffer> {
  async function* all() {
    yield* pieces;
  }
  const parts: Uint8Array[] = [];
  for await (const part of maskBytes(all(), async (...given) => maskBlock(...given))) parts.push(part);
  return Buffer.concat(parts);
}

describe("A file with secrets", () => {
  it("is masked wherever it is cut into pieces, and as long as before", async () => {
    const text = "first\npassword=hunter2\nlast\n";
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(String(await masked([text.slice(0, cut), text.slice(cut)]))).toBe(
        "first\npassword=*******\nlast\n",
      );
  });

  it("is the same byte by byte where nothing is found, in whatever encoding", async () => {
    const all = Buffer.concat([
      Buffer.from(
        readCorpus("harmless")
          .map(({ text }) => text)
          .join("\n"),
      ),
      Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256)),
    ]);
    expect((await masked([all])).equals(all)).toBe(true);
  });

  it("is masked where a key goes on in the next block, and in one line of many", async () => {
    const filler = `${"x ".repeat(40)}\n`.repeat(1_636);
    const body = Array.from({ length: 40 }, () => `${"MIIEow0A".repeat(8)}\n`).join("");
    const key = `-----BEGIN PRIVATE KEY-----\n${body}-----END PRIVATE KEY-----\n`;
    const text = `${filler}${key}${filler}`;
    const pieces = text.match(/[\s\S]{1,1000}/g) ?? [];
    expect(String(await masked(pieces))).not.toContain("MIIE");
    const line = `${"y ".repeat(300_000)}password=hunter2 ${"y ".repeat(100_000)}`;
    const shown = String(await masked(line.match(/[\s\S]{1,5000}/g) ?? []));
    expect(shown).not.toContain("hunter2");
    expect(shown).toHaveLength(line.length);
  });
});
