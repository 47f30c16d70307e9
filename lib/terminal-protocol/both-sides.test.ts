import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Where the two ends of the wire stand. */
const ENDS = [
  "components/terminal/client",
  "components/live",
  "server/gateway/attached",
  "server/gateway/session",
  "server/gateway/live-feed.ts",
  "server/gateway/upgrades.ts",
];
/** Ways to read or write the wire by hand. */
const BY_HAND: readonly [what: string, pattern: RegExp][] = [
  ["JSON of its own", /\bJSON\.(parse|stringify)\(/],
  ["a schema of its own", /from "zod"/],
  ["an offset of its own", /BigU?[Ii]nt64/],
  ["a query of its own", /new URLSearchParams\(|searchParams\.get\(/],
  ["a close code of its own", /[^.\w](100[1-9]|101[0-5]|40[0-2]\d)[^\w]/],
];

/** Without tests and what stands in for the other end in them: by hand, so that a mistake of ours does not hide in both. */
function filesOf(part: string): string[] {
  if (part.endsWith(".ts")) return [part];
  return readdirSync(part, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|(^|\/)testing\//.test(name))
    .map((name) => join(part, name));
}

const FILES = ENDS.flatMap(filesOf).map((name) => ({ name, text: code(readFileSync(name, "utf8")) }));

/** Without its comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

describe("both ends of the wire", () => {
  it.each(BY_HAND)("have not %s", (_, pattern) => {
    expect(FILES.filter(({ text }) => pattern.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it("speak through this folder, the browser's and the gateway's", () => {
    const users = FILES.filter(({ text }) => text.includes('"@/lib/terminal-protocol/')).map(
      ({ name }) => name,
    );
    for (const name of [
      "components/terminal/client/terminal-client.ts",
      "components/terminal/client/shown-output.ts",
      "components/live/live-client.ts",
      "server/gateway/attached/terminal-socket.ts",
      "server/gateway/live-feed.ts",
      "server/gateway/upgrades.ts",
    ])
      expect(users).toContain(name);
  });
});
