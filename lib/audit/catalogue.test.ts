import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AUDIT_CODES } from "./catalogue";

/** Which process may write which kind, as prisma/audit-kinds.sql says it. */
function readKinds(): { process: string; actorKind: string; codes: string[] }[] {
  const sql = readFileSync(join(import.meta.dirname, "..", "..", "prisma", "audit-kinds.sql"), "utf8");
  return [...sql.matchAll(/\('(\w+)', '(\w+)', ARRAY\[([^\]]*)\]\)/g)].map(
    ([, process = "", actorKind = "", list = ""]) => ({
      ...{ process, actorKind },
      codes: [...list.matchAll(/'([^']+)'/g)].map(([, code = ""]) => code),
    }),
  );
}

describe("the kinds of events that the database takes", () => {
  const kinds = readKinds();

  it("are those of the catalogue, each from somebody", () => {
    expect([...new Set(kinds.flatMap(({ codes }) => codes))].sort()).toEqual([...AUDIT_CODES].sort());
  });

  it("come from the three processes, each once for people and once for itself", () => {
    expect(kinds.map(({ process, actorKind }) => `${process} ${actorKind}`)).toEqual([
      ...["web person", "web system", "gateway person", "gateway system", "jobs system"],
    ]);
    for (const { codes } of kinds) expect(new Set(codes).size).toBe(codes.length);
  });
});
