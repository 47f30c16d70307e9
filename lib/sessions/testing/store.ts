import { handleOf } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { owning } from "@/lib/db/testing/owning";
import { isId, newId } from "@/lib/kernel/ids";
import { jobs, type World } from "@/lib/requests/testing/world";
import { endGrantSessions } from "../ending/end-grant-sessions";
import { endSession } from "../ending/end-session";

/** Takes every job of a name from the queue and runs it, as the worker would. */
export async function runTask(name: string): Promise<void> {
  const rows = await handleOf(owning()).$queryRaw<{ payload: unknown }[]>`
    with taken as (delete from graphile_worker._private_jobs
      where task_id in (select id from graphile_worker._private_tasks where identifier = ${name}) returning payload)
    select payload::jsonb as payload from taken`;
  for (const { payload } of rows) {
    const { sessionId, grantId } = Object(payload) as { sessionId?: unknown; grantId?: unknown };
    if (name === "end-session" && isId("session", sessionId)) await endSession(jobs, sessionId);
    else if (name === "end-grant-sessions" && isId("grant", grantId)) await endGrantSessions(jobs, grantId);
    else throw new TypeError(`no job ${name}`);
  }
}

/** The row as the database has it. */
export async function rowOf(sessionId: string) {
  return handleOf(owning()).session.findUniqueOrThrow({ where: { id: sessionId } });
}

/** Moves a grant's end behind everybody's back, as only the tables' owner can. */
export async function moveGrantEnd(
  world: Pick<World, "owner">,
  grantId: string,
  endsAt: Date,
): Promise<void> {
  const sql = `update grants set ends_at = '${endsAt.toISOString()}' where id = '${grantId}'`;
  await world.owner(sql, { past: "grants" });
}

/** Puts a row into the table as only its owner can. */
export async function insertRow(
  row: Partial<Prisma.SessionUncheckedCreateInput> &
    Pick<Prisma.SessionUncheckedCreateInput, "grantId" | "personId" | "nodeId" | "state">,
): Promise<string> {
  const id = newId("session");
  const always = { kind: "brokered", accountId: "111122223333", region: "eu-west-1", documentName: "d" };
  await handleOf(owning()).session.create({ data: { ...always, ...row, id } });
  return id;
}

/** Changes a row behind everybody's back. */
export async function changeRow(sessionId: string, data: { policy: string | null }): Promise<void> {
  await handleOf(owning()).session.update({ where: { id: sessionId }, data });
}
