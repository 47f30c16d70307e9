import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { scopeSeen } from "@/lib/people/visibility";
import type { LastResortView } from "./views";

/**
 * What the card for the wall says of each account and region: the way in while the portal is down.
 * @throws AppError ROLE_MISSING
 */
export function readLastResort(viewer: PersonActor): LastResortView[] {
  scopeSeen(viewer, "last-resort");
  return config().HALLIGAN_ACCOUNTS.flatMap(
    ({ accountId, name, regions, documentName, lastResortRoleArns }) =>
      regions.map((region) => ({
        ...{ accountId, name, region, documentName },
        roleArn: lastResortRoleArns[region] ?? null,
      })),
  );
}
