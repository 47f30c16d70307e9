import { registerCheck } from "@/lib/kernel/readiness";
import { handleOf, reading } from "../client";
import { readSchemaState } from "./migrations";

/** What each of the three processes needs of its database in order to be ready. */
export function registerDatabaseChecks(): void {
  registerCheck("database", async () => {
    await handleOf(reading()).$queryRaw`select 1 as one`;
    return undefined;
  });
  registerCheck("migrations", async () => {
    // Newer ones than ours are no reason: while a release is rolled out, the processes of the last one go on.
    const { missing } = await readSchemaState();
    if (missing.length > 0) throw new Error(`not applied: ${missing.join(", ")}`);
    return undefined;
  });
}
