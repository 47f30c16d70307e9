import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PolicyFile } from "../text/problems";

const FOLDER = "policy";
const shippedSchema = z.strictObject({
  schema: z.string().min(1),
  files: z.array(z.strictObject({ name: z.string(), text: z.string() })).min(1),
});

export interface ShippedPolicy {
  /** In Cedar's language for schemas. */
  readonly schema: string;
  /** The rules that apply until there are others. */
  readonly files: readonly PolicyFile[];
}

/** The schema and the default rules of this build. A build has them baked in; what runs from source reads the folder. */
export function shippedPolicy(): ShippedPolicy {
  shipped ??= shippedSchema.parse(
    process.env.HALLIGAN_POLICY ? JSON.parse(process.env.HALLIGAN_POLICY) : readFolder(),
  );
  return shipped;
}

let shipped: ShippedPolicy | undefined;

function readFolder(): ShippedPolicy {
  const names = readdirSync(join(FOLDER, "default")).filter((name) => name.endsWith(".cedar"));
  return {
    schema: readFileSync(join(FOLDER, "halligan.cedarschema"), "utf8"),
    files: names.sort().map((name) => ({ name, text: readFileSync(join(FOLDER, "default", name), "utf8") })),
  };
}
