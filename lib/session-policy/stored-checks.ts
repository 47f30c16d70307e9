import { z } from "zod";
import type { PolicyCheck } from "./views";

/** How both checks' answers are kept with the session. */
export const checksSchema: z.ZodType<PolicyCheck[]> = z.array(
  z.strictObject({
    name: z.enum(["reader", "simulator"]),
    passed: z.boolean(),
    cases: z.number().int(),
    failures: z.array(z.string()),
  }),
);

/** The policy as a page shows it; what is passed to AWS has no white space. */
export function indented(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 2);
}
