import { expect, type Page } from "@playwright/test";
import type { PersonName } from "../world/fixtures";
import { call, mustCall } from "./call";

/**
 * Puts rules in force as two administrators do; the world's jobs process checks them in between.
 * @param insteadOf the number of the version that applies
 */
export async function putInForce(
  as: (who: PersonName) => Promise<Page>,
  text: string,
  insteadOf: number | null = null,
): Promise<void> {
  const files = [{ name: "access.cedar", text }];
  const { policyId } = await mustCall(await as("dov"), "/api/policy/propose", {
    ...{ files, reason: "Agreed for this test alone" },
  });
  const fay = await as("fay");
  await expect
    .poll(async () => (await call(fay, "/api/policy/approve", { policyId, insteadOf })).code ?? "approved")
    .toBe("approved");
}
