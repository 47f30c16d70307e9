import { z } from "zod";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { findLogEvents } from "./store";

/** One line of the agent's log: what the node says was on the screen, flushed within a second after it was. */
export interface AgentLogLine {
  at: Date;
  message: string;
}

/**
 * What the node's agent logged of a session, as fetched so far, line by line. The node's own word: hostile text.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readAgentLog(actor: PersonActor, sessionId: string): Promise<AgentLogLine[]> {
  await readSessionOwner(actor, sessionId);
  const events = await findLogEvents(reading(), sessionId);
  return events.flatMap(({ at, message }) => linesOf(message).map((line) => ({ at, message: line })));
}

const streamed = z.object({ sessionData: z.array(z.string()) });

/** A streamed event is JSON with a list of lines; anything else is shown as it stands. */
function linesOf(message: string): string[] {
  try {
    const parsed = streamed.safeParse(JSON.parse(message));
    if (parsed.success) return parsed.data.sessionData;
  } catch {
    // not JSON: the form that is uploaded at the end
  }
  return message.split("\n");
}
