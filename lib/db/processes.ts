import { config } from "@/lib/kernel/config/config";
import { newId, type ProcessId } from "@/lib/kernel/ids";
import { handleOf, inTransaction, reading } from "./client";
import { Contact } from "./connection/contact";

export type ProcessKind = "gateway" | "jobs";

/** This process's own beats. */
const contact = new Contact();

/**
 * How old a beat must be for its process to be dead, after an outage too.
 * @param deadSeconds after so long, while nothing was amiss
 */
export function deadAfter(deadSeconds: number): number {
  return contact.deadAfter(performance.now(), deadSeconds);
}

/** Announces this process; it is alive as long as it beats. */
export async function registerProcess(kind: ProcessKind): Promise<ProcessId> {
  const id = newId("process");
  await handleOf(reading()).process.create({ data: { id, kind } });
  contact.beaten(performance.now(), config().DEAD_SECONDS);
  return id;
}

/**
 * Beats: says that the process lives, by the database's clock.
 * @param workerIds the names under which it locks jobs
 */
export async function beat(
  id: ProcessId,
  kind: ProcessKind,
  workerIds: readonly string[] = [],
): Promise<void> {
  await handleOf(reading())
    .$executeRaw`insert into processes (id, kind, worker_ids) values (${id}, ${kind}, ${[...workerIds]}::text[]) on conflict (id) do update set heartbeat_at = clock_timestamp(), worker_ids = excluded.worker_ids`;
  contact.beaten(performance.now(), config().DEAD_SECONDS);
}

/** Keeps what a process found wrong with itself, in place of what it found before. */
export async function saveProblems(id: ProcessId, problems: readonly object[]): Promise<void> {
  await handleOf(reading())
    .$executeRaw`update processes set problems = ${JSON.stringify(problems)}::jsonb where id = ${id}`;
}

/** What the living processes found wrong with themselves. */
export async function readProblems(deadSeconds: number): Promise<{ kind: ProcessKind; problems: unknown }[]> {
  return handleOf(reading()).$queryRaw`
    select kind, problems from processes
    where problems <> '[]' and heartbeat_at > clock_timestamp() - make_interval(secs => ${deadSeconds})
    order by kind, id`;
}

/** Takes leave, so that nobody waits for the heartbeat to go stale. */
export async function forgetProcess(id: ProcessId): Promise<void> {
  await handleOf(reading()).process.deleteMany({ where: { id } });
}

/** The living processes of a kind: whoever beat within the last `deadSeconds`. */
export async function livingProcesses(kind: ProcessKind, deadSeconds: number): Promise<ReadonlySet<string>> {
  const rows = await handleOf(reading()).$queryRaw<
    { id: string }[]
  >`select id from processes where kind = ${kind} and heartbeat_at > clock_timestamp() - make_interval(secs => ${deadAfter(deadSeconds)})`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Frees the jobs of processes that stopped beating and forgets them. Without this a killed worker keeps its jobs
 * locked for four hours.
 * @returns how many processes were dead
 */
export async function forgetDeadProcesses(deadSeconds: number): Promise<number> {
  return inTransaction(async (tx) => {
    const dead = await handleOf(tx).$queryRaw<
      { worker_ids: string[] }[]
    >`delete from processes where heartbeat_at < clock_timestamp() - make_interval(secs => ${deadAfter(deadSeconds)}) returning worker_ids`;
    const workerIds = dead.flatMap((row) => row.worker_ids);
    if (workerIds.length > 0)
      await handleOf(tx).$queryRaw`select graphile_worker.force_unlock_workers(${workerIds}::text[])::text`;
    return dead.length;
  });
}

/** Which kinds of process live: of which at least one beat within the last `deadSeconds`. */
export async function livingKinds(deadSeconds: number): Promise<ReadonlySet<string>> {
  const rows = await handleOf(reading()).$queryRaw<
    { kind: string }[]
  >`select distinct kind from processes where heartbeat_at > clock_timestamp() - make_interval(secs => ${deadSeconds})`;
  return new Set(rows.map((row) => row.kind));
}
