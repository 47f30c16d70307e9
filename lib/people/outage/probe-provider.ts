import { inTransaction } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { isPassing, type ProviderCause, providerError } from "../provider/causes";
import { discover } from "../provider/client";
import { saveProbe } from "./store";

/** How often the provider is asked: often enough for one lost answer to decide nothing. */
export function probeSeconds(awaySeconds: number): number {
  return Math.min(20, Math.max(1, Math.floor(awaySeconds / 9)));
}

/**
 * Asks whether the identity provider is there, and writes it down; jobs' alone. What it answers, even nonsense that an
 * administrator has to mend, is an answer: it is away while nobody is there or it says itself that it fails.
 */
export async function probeProvider(): Promise<void> {
  const isThere = await discover().then(
    () => true,
    (error: unknown) => !isPassing(causeOf(error)),
  );
  await inTransaction((tx) => saveProbe(tx, { isThere, awaySeconds: config().PROVIDER_AWAY_SECONDS }));
}

function causeOf(error: unknown): ProviderCause {
  const { params } = providerError(error);
  return typeof params.cause === "string" ? (params.cause as ProviderCause) : "unexpected";
}
