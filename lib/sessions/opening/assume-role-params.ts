import { secondsBetween } from "@/lib/kernel/time";

/** AWS's least and, under role chaining, most. */
const SHORTEST_SECONDS = 900;
const LONGEST_SECONDS = 3600;

/**
 * How long a session's credentials live: until the window's end, within what AWS gives. Where that is longer than the
 * window, the policy's dates bound them.
 */
export function durationSeconds(at: Date, endsAt: Date): number {
  const wanted = Math.ceil(secondsBetween(at, endsAt));
  return Math.min(Math.max(wanted, SHORTEST_SECONDS), LONGEST_SECONDS);
}

/**
 * The tags of a session's credentials: whose it is, and as whom it runs on the node.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html
 * @param about.osUser null: as the session document says
 */
export function sessionTags(about: {
  grant: string;
  request: string;
  session: string;
  person: string;
  osUser: string | null;
}): Record<string, string> {
  const { osUser, ...tags } = about;
  return { ...tags, ...(osUser === null ? {} : { SSMSessionRunAs: osUser }) };
}

/** What AWS and its trail show as the session's reason, at most 256 characters. The incident was typed by a person. */
export function startReason(request: { id: string; incident: string | null }): string {
  const incident = (request.incident ?? "").replace(/[^\p{L}\p{N} ._:/#-]/gu, "").trim();
  return (incident === "" ? request.id : `${request.id} ${incident}`).slice(0, 256);
}
