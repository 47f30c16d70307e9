import { livingKinds } from "@/lib/db/processes";
import { config } from "@/lib/kernel/config";
import { isProviderAway } from "@/lib/people/provider-health";

/** What keeps the portal from doing all it should, so that nobody has to find out by trying. */
export type Trouble = "provider-away" | "gateway-away" | "jobs-away";

/** What is wrong with the portal now, the worst first. A database that is away has no page to be told on. */
export async function readTroubles(): Promise<Trouble[]> {
  const living = await livingKinds(config().DEAD_SECONDS);
  return [
    ...(isProviderAway() ? (["provider-away"] as const) : []),
    ...(living.has("gateway") ? [] : (["gateway-away"] as const)),
    ...(living.has("jobs") ? [] : (["jobs-away"] as const)),
  ];
}
