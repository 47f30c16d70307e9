import { newConnection } from "@/lib/db/connection/connect";
import type { EventRecord } from "../sealing/batch-hash";
import { EVENT_COLUMNS } from "../sealing/chain-store";
import type { BatchRow, ChainRow, LinkRow, LooseRow, SealRow } from "./chain-rows";

const STEP = 1_000;
/** Smaller than any batch number, forged ones included. */
const BEFORE_ALL = -2_147_483_648;

export type Query = <T>(text: string, values?: unknown[]) => Promise<T[]>;

/**
 * Opens the evidence for the verifier: any login that may read the audit tables will do, and nothing is written. All
 * rows come from one moment.
 * @param databaseUrl the only setting it needs
 */
export async function withEvidence<T>(databaseUrl: string, work: (query: Query) => Promise<T>): Promise<T> {
  const connection = newConnection(databaseUrl);
  await connection.connect();
  try {
    await connection.query("begin isolation level repeatable read read only");
    return await work(async <R>(text: string, values: unknown[] = []) => {
      const { rows } = await connection.query(text, values);
      return rows as R[];
    });
  } finally {
    await connection.end();
  }
}

/** The chain as the verifier wants it: each batch, its links and seals, and at the end what no batch has. */
export async function* readChain(query: Query): AsyncGenerator<ChainRow> {
  const links = new Ahead(readLinks(query));
  const seals = new Ahead(readSeals(query));
  for await (const batch of readBatches(query)) {
    yield batch;
    yield* links.through(batch.number);
    yield* seals.through(batch.number);
  }
  yield* links.through(Number.POSITIVE_INFINITY);
  yield* seals.through(Number.POSITIVE_INFINITY);
  yield* readLoose(query);
}

/** Rows that belong to batches, handed out batch by batch. */
class Ahead<T extends { batchNumber: number }> {
  readonly #rows: AsyncGenerator<T>;
  #next: Promise<IteratorResult<T>> | undefined;

  constructor(rows: AsyncGenerator<T>) {
    this.#rows = rows;
  }

  async *through(batchNumber: number): AsyncGenerator<T> {
    for (;;) {
      this.#next ??= this.#rows.next();
      const next = await this.#next;
      if (next.done || next.value.batchNumber > batchNumber) return;
      this.#next = undefined;
      yield next.value;
    }
  }
}

async function* readBatches(query: Query): AsyncGenerator<BatchRow> {
  for (let after = BEFORE_ALL; ; ) {
    const rows = await query<Omit<BatchRow, "kind">>(
      `select number, to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt", count,
         previous_hash as "previousHash", hash, format, ranges, ranges_after::text as "rangesAfter",
         ranges_through::text as "rangesThrough", root
       from audit_batches where number > $1 order by number limit $2`,
      [after, STEP],
    );
    for (const row of rows) yield { kind: "batch", ...row };
    const last = rows.at(-1);
    if (!last || rows.length < STEP) return;
    after = last.number;
  }
}

async function* readLinks(query: Query): AsyncGenerator<LinkRow> {
  for (let after = { batch: BEFORE_ALL, position: 0 }; ; ) {
    const rows = await query<Omit<LinkRow, "kind" | "event"> & EventRecord & { id: string | null }>(
      `select l.batch_number as "batchNumber", l.position, l.event_id as "eventId", l.event_hash as "eventHash",
         ${EVENT_COLUMNS}
       from audit_links l left join audit_events e on e.id = l.event_id
       where (l.batch_number, l.position) > ($1, $2) order by l.batch_number, l.position limit $3`,
      [after.batch, after.position, STEP],
    );
    for (const { batchNumber, position, eventId, eventHash, ...event } of rows)
      yield {
        kind: "link",
        batchNumber,
        position,
        eventId,
        eventHash,
        event: event.id === null ? null : event,
      };
    const last = rows.at(-1);
    if (!last || rows.length < STEP) return;
    after = { batch: last.batchNumber, position: last.position };
  }
}

/** Few at a time: one batch's seals of one session may be of thousands of ranges. */
const SEALS_STEP = 50;

async function* readSeals(query: Query): AsyncGenerator<SealRow> {
  for (let after = { batch: BEFORE_ALL, position: BEFORE_ALL }; ; ) {
    const rows = await query<Omit<SealRow, "kind">>(
      `select batch_number as "batchNumber", position, session_id as "sessionId", range_ids::text[] as "rangeIds",
         leaf_hashes as "leafHashes"
       from audit_range_seals where (batch_number, position) > ($1, $2) order by batch_number, position limit $3`,
      [after.batch, after.position, SEALS_STEP],
    );
    for (const row of rows) yield { kind: "seals", ...row };
    const last = rows.at(-1);
    if (!last || rows.length < SEALS_STEP) return;
    after = { batch: last.batchNumber, position: last.position };
  }
}

async function* readLoose(query: Query): AsyncGenerator<LooseRow> {
  const rows = streamRows<Omit<LooseRow, "kind">>(
    query,
    `select coalesce(e.id, p.event_id) as "eventId", e.id is not null as "hasEvent", p.event_id is not null as "isPending",
       coalesce(extract(epoch from clock_timestamp() - e.at), 0)::float8 as "ageSeconds"
     from audit_events e full join audit_pending p on p.event_id = e.id
     where not exists (select from audit_links l where l.event_id = e.id)
     order by e.at, 1`,
  );
  for await (const row of rows) yield { kind: "loose", ...row };
}

let cursors = 0;

/** Rows of a query as a cursor gives them, a thousand at a time: memory does not grow with their number. */
export async function* streamRows<T>(query: Query, text: string, step = STEP): AsyncGenerator<T> {
  cursors += 1;
  const name = `verify_${cursors}`;
  await query(`declare ${name} no scroll cursor for ${text}`);
  for (;;) {
    const rows = await query<T>(`fetch ${step} from ${name}`);
    yield* rows;
    if (rows.length < step) break;
  }
  await query(`close ${name}`);
}
