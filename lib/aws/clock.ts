import { config } from "@/lib/kernel/config/config";
import { REQUEST_MS } from "./credentials";

/**
 * How far this host's clock is from AWS's, by the Date of an answer to an unsigned call, which no clock can spoil.
 * @param region whose STS is asked
 * @returns seconds, rounded; positive: this host is ahead. Null: no answer, or none with a date
 */
export async function awsClockOffset(region: string): Promise<number | null> {
  const endpoint = config().HALLIGAN_AWS_ENDPOINT ?? `https://sts.${region}.${suffixOf(region)}/`;
  const sentAt = Date.now();
  try {
    const answer = await fetch(endpoint, {
      redirect: "manual",
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const receivedAt = Date.now();
    await answer.body?.cancel();
    return offsetSeconds(Date.parse(answer.headers.get("date") ?? ""), sentAt, receivedAt);
  } catch {
    // Whether AWS can be reached at all is found, and said, by the calls that need it.
    return null;
  }
}

/** @param theirMs a clock with whole seconds, read between `sentAt` and `receivedAt` on ours */
export function offsetSeconds(theirMs: number, sentAt: number, receivedAt: number): number | null {
  return Number.isNaN(theirMs) ? null : Math.round(((sentAt + receivedAt) / 2 - (theirMs + 500)) / 1000);
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
function suffixOf(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  return region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
}
