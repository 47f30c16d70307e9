import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { COMMANDS } from "./commands";

it("the card and the runbook have the same commands", () => {
  const runbook = readFileSync("docs/last-resort.md", "utf8").replace(/^ {3}/gm, "");
  for (const lines of Object.values(COMMANDS)) expect(runbook).toContain([lines].flat().join("\n"));
});
