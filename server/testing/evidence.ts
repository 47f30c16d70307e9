import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inCheckout } from "../../tools/checkout/checkout.mjs";
import type { World } from "../../tools/world.mjs";
import type { Rows } from "./rows";

/** A session as the sandbox's AWS has it. */
export interface AwsSession {
  sessionId: string;
  owner: string;
  status: string;
}

/** Every session that AWS has or had. */
export async function awsSessions(world: World): Promise<AwsSession[]> {
  const { sessions } = (await world.sandbox.control("state")) as { sessions: AwsSession[] };
  return sessions;
}

/** What AWS has open under the roles of the portal. */
export async function openInAws(world: World): Promise<string[]> {
  return (await awsSessions(world))
    .filter(({ status }) => status !== "Terminated" && status !== "Failed")
    .map(({ sessionId }) => sessionId);
}

/** What a row says, and the event without which it may not say so. */
const FACTS: readonly (readonly [fact: string, event: string])[] = [
  ["epoch > 0", "session.opening"],
  ["assume_intended_at is not null", "session.role-assuming"],
  ["assumed_at is not null", "session.role-assumed"],
  ["start_intended_at is not null", "session.starting"],
  ["opened_at is not null", "session.opened"],
  ["end_requested_at is not null", "session.end-requested"],
  ["state = 'ended'", "session.ended"],
  ["state = 'failed'", "session.failed"],
  ["end_confirmed_at is not null and end_answer <> 'never-started'", "session.end-confirmed"],
];

/**
 * Holds rows, events and AWS against each other.
 * @returns a sentence for each thing that one says and another does not
 */
export async function contradictions(world: World, rows: Rows): Promise<string[]> {
  const found: string[] = [];
  for (const [fact, event] of FACTS) {
    const odd = await rows.all<{ id: string; said: boolean; events: number }>(
      `select * from (
         select id, (${fact}) as said,
           (select count(*)::int from audit_events
            where session_id = sessions.id and code = $1 and outcome <> 'refused') as events
         from sessions) as compared
       where said <> (events > 0) or (events > 1 and $1 in ('session.opened', 'session.ended', 'session.failed'))`,
      [event],
    );
    for (const { id, said, events } of odd)
      found.push(`${id}: ${said ? "" : "not "}${fact}, but ${events} ${event}`);
  }
  const sessions = await awsSessions(world);
  const known = await rows.all<{ id: string; awsSessionId: string | null; state: string }>(
    `select id, state, aws_session_id as "awsSessionId" from sessions`,
  );
  for (const { sessionId, owner } of sessions)
    if (owner.includes("/Halligan") && !known.some(({ awsSessionId }) => awsSessionId === sessionId))
      found.push(`AWS has or had ${sessionId}, the database has not`);
  const open = await openInAws(world);
  for (const { id, awsSessionId, state } of known) {
    const isOpen = awsSessionId !== null && open.includes(awsSessionId);
    if (isOpen !== (state === "open")) found.push(`${id} is ${state}, in AWS ${isOpen ? "open" : "over"}`);
  }
  return found;
}

/** `halligan verify` over a world's database, without any other setting. @returns exit code and what it said */
export async function verify(world: World): Promise<{ code: number; said: string }> {
  const arguments_ = [inCheckout("dist", "halligan.mjs"), "verify", "--database", world.databaseUrls.jobs];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, arguments_, {
      env: { NODE_ENV: "production", PATH: process.env.PATH ?? "" },
    });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: `${stdout}${stderr}` };
  }
}
