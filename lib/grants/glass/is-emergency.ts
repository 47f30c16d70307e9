import { reading } from "@/lib/db/client";
import { isBrokenGlass } from "@/lib/requests/glass/store";

/** Whether a grant came of a broken glass: what is done under it can't wait for an identity provider that is away. */
export function isEmergency({ grantId }: { grantId: string }): Promise<boolean> {
  return isBrokenGlass(reading(), { grantId });
}
