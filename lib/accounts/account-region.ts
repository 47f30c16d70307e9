import { z } from "zod";
import { REGION } from "@/lib/kernel/config/region";

/** One region of an account as a page names it; whether it is connected is decided behind. */
export const accountRegion = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().regex(REGION),
});
