import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const expected = z.enum(["Allowed", "AccessDenied"]);
const strings = z.record(z.string(), z.string());

const tables = z.object({
  about: z.string(),
  accountId: z.string(),
  rows: z.array(
    z.object({
      role: z.string(),
      action: z.string(),
      resource: z.string(),
      context: strings,
      /** A managed policy that somebody attached to the role: the boundary must hold all the same. */
      attached: z.literal("AdministratorAccess").optional(),
      expected,
    }),
  ),
  trust: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      by: z.enum(["gateway", "jobs", "broker"]),
      externalId: z.enum(["right", "wrong"]),
      sessionName: z.string(),
      sourceIdentity: z.string().optional(),
      tags: strings,
      expected,
    }),
  ),
});

/** The hand-written table of what the templates' roles may do, and of who may become them. */
export const INFRA_TABLE = tables.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures/infra-table.json"), "utf8")),
);
