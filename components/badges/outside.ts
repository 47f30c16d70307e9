import { CircleHelp, LifeBuoy, TriangleAlert } from "lucide-react";
import { look } from "./look";

/** A session that was opened past the portal. */
export const OUTSIDE_LOOK = look("amber", TriangleAlert, "outside.badge");

/** One that was opened under the role for the day that the portal is down. */
export const LAST_RESORT_LOOK = look("amber", LifeBuoy, "outside.lastResort");

/** What there is of it comes from the node alone: neither good nor bad. */
export const ATTESTED_LOOK = look("amber", CircleHelp, "outside.attested");
