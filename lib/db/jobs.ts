import { handleOf, type Tx } from "./client";

/** Every job there is, with what it is told. Payloads carry ids only: a job reads the rows itself. */
export interface JobPayloads {
  "end-session": { sessionId: string };
  /** A grant ended: ends every session under it that still runs. */
  "end-grant-sessions": { grantId: string };
  "read-inventory": { accountId: string };
  "fetch-evidence": { sessionId: string };
  "open-review": { sessionId: string };
  /** An administrator ordered connection tests: which, the rows say. */
  "test-connection": Record<string, never>;
  "create-document": { accountId: string; region: string };
  /** One message to one person. */
  "deliver-mail": { deliveryId: string };
  /** One message to one person's browsers; those of a person go one after the other. */
  "deliver-push": { deliveryId: string; channel: string };
  /** One message to one endpoint; those of an endpoint go one after the other. */
  "deliver-webhook": { deliveryId: string; channel: string };
}

export type JobName = keyof JobPayloads;

/**
 * Queues a job in the transaction: it exists exactly when the transaction commits. Which process may queue which is
 * said by the database's function.
 * @param options.key a job with the same key that has not started is replaced, not doubled
 * @param options.runAt earliest start
 */
export async function addJob<N extends JobName>(
  tx: Tx,
  name: N,
  payload: JobPayloads[N],
  options: { key?: string; runAt?: Date; maxAttempts?: number } = {},
): Promise<void> {
  const key = options.key ?? null;
  const runAt = options.runAt ?? null;
  const attempts = options.maxAttempts ?? 25;
  await handleOf(tx)
    .$queryRaw`select halligan_add_job(${name}, ${JSON.stringify(payload)}::json, ${key}::text, ${runAt}::timestamptz, ${attempts}::int)::text`;
}

/** Queues several jobs of one kind, each under a key of its own, in one statement. */
export async function addJobs<N extends JobName>(
  tx: Tx,
  name: N,
  jobs: readonly { payload: JobPayloads[N]; key: string }[],
): Promise<void> {
  if (jobs.length === 0) return;
  const payloads = jobs.map(({ payload }) => JSON.stringify(payload));
  const keys = jobs.map(({ key }) => key);
  await handleOf(tx).$queryRaw`
    select halligan_add_job(${name}, payload::json, key, null, 25)::text
    from unnest(${payloads}::text[], ${keys}::text[]) as wanted (payload, key)`;
}
