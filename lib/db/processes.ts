import { newId, type ProcessId } from "../kernel/ids";
import { handleOf, reading } from "./client";

export type ProcessKind = "gateway" | "jobs";

/** Announces this process; it is alive as long as it beats. */
export async function registerProcess(kind: ProcessKind): Promise<ProcessId> {
  const id = newId("process");
  await handleOf(reading()).process.create({ data: { id, kind } });
  return id;
}

/** Beats: says that the process lives, by the database's clock. */
export async function beat(id: ProcessId, kind: ProcessKind): Promise<void> {
  await handleOf(
    reading(),
  ).$executeRaw`insert into processes (id, kind) values (${id}, ${kind}) on conflict (id) do update set heartbeat_at = clock_timestamp()`;
}

/** Takes leave, so that nobody waits for the heartbeat to go stale. */
export async function forgetProcess(id: ProcessId): Promise<void> {
  await handleOf(reading()).process.deleteMany({ where: { id } });
}

/** The living processes of a kind: whoever beat within the last `deadSeconds`. */
export async function livingProcesses(kind: ProcessKind, deadSeconds: number): Promise<ReadonlySet<string>> {
  const rows = await handleOf(reading()).$queryRaw<
    { id: string }[]
  >`select id from processes where kind = ${kind} and heartbeat_at > clock_timestamp() - make_interval(secs => ${deadSeconds})`;
  return new Set(rows.map((row) => row.id));
}

/** Removes rows of processes dead for long; returns how many. */
export async function forgetDeadProcesses(deadSeconds: number): Promise<number> {
  return handleOf(
    reading(),
  ).$executeRaw`delete from processes where heartbeat_at < clock_timestamp() - make_interval(secs => ${deadSeconds * 10})`;
}
