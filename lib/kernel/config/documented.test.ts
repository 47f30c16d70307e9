import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SETTING_NAMES } from "./schema";

const text = readFileSync(join(import.meta.dirname, "../../../docs/operations.md"), "utf8");
const settings = text.slice(text.indexOf("\n## 2. Settings"), text.indexOf("\n### Identity providers"));
/** Names in the first column of the tables. */
const documented = [...settings.matchAll(/^\| (`[^|]*`)[^|]* \|/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name),
);
/** Read by launchers: they are settings of the commands that are named beside them. */
const OF_COMMANDS = ["DATABASE_URL_WEB", "MIGRATE_DATABASE_URL", "HALLIGAN_CONFIG_FILE"];

it("docs/operations.md lists every setting once, and nothing that is none", () => {
  const inTables = documented.filter((name) => !OF_COMMANDS.includes(name));
  expect(inTables.toSorted()).toEqual(SETTING_NAMES.toSorted());
});

it("docs/operations.md gives each duration's default as it is", async () => {
  const { shape } = await import("./schema");
  const rows = [...settings.matchAll(/^\| `(\w+_SECONDS)` \| ([\d,]+) \|/gm)];
  expect(rows.length).toBeGreaterThan(15);
  for (const [, name = "", given = ""] of rows) {
    const field = shape.shape[name as keyof typeof shape.shape];
    expect.soft([name, field.parse(undefined)]).toEqual([name, Number(given.replaceAll(",", ""))]);
  }
});
