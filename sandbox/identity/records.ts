import { join } from "node:path";
import type { Adapter, AdapterPayload } from "oidc-provider";
import { z } from "zod";
import { readJson, writeJson } from "./files";

interface StoredRecord {
  payload: AdapterPayload;
  /** Milliseconds since 1970, or null for a record without an end. */
  expiresAtMs: number | null;
}

const savedRecords = z.record(
  z.string(),
  z.object({ payload: z.record(z.string(), z.unknown()), expiresAtMs: z.number().nullable() }),
);

/**
 * Codes, tokens and sign-ins of the provider, in one file. Six people make a few hundred records, so the
 * whole file is written at each change; changes of the same turn share one write.
 */
export class Records {
  readonly #path: string;
  readonly #now: () => number;
  readonly #records = new Map<string, StoredRecord>();
  #pendingWrite: Promise<void> | undefined;

  constructor(stateFolder: string, now: () => number) {
    this.#path = join(stateFolder, "records.json");
    this.#now = now;
    for (const [key, record] of Object.entries(savedRecords.parse(readJson(this.#path) ?? {})))
      this.#records.set(key, record);
  }

  get(key: string): AdapterPayload | undefined {
    const record = this.#records.get(key);
    return record && !this.#isOver(record) ? record.payload : undefined;
  }

  entries(): [string, AdapterPayload][] {
    return [...this.#records].filter(([, record]) => !this.#isOver(record)).map(([k, r]) => [k, r.payload]);
  }

  /** Saves a record; resolves when it is on disk. */
  set(key: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    const expiresAtMs = expiresInSeconds === undefined ? null : this.#now() + expiresInSeconds * 1000;
    this.#records.set(key, { payload, expiresAtMs });
    return this.#save();
  }

  change(key: string, change: (payload: AdapterPayload) => AdapterPayload): Promise<void> {
    const record = this.#records.get(key);
    if (record) record.payload = change(record.payload);
    return this.#save();
  }

  delete(keys: string[]): Promise<void> {
    for (const key of keys) this.#records.delete(key);
    return this.#save();
  }

  #isOver(record: StoredRecord): boolean {
    return record.expiresAtMs !== null && record.expiresAtMs <= this.#now();
  }

  #save(): Promise<void> {
    this.#pendingWrite ??= Promise.resolve().then(() => {
      this.#pendingWrite = undefined;
      for (const [key, record] of this.#records) if (this.#isOver(record)) this.#records.delete(key);
      writeJson(this.#path, Object.fromEntries(this.#records));
    });
    return this.#pendingWrite;
  }
}

/** Returns the storage of one of the provider's models (Session, AccessToken, …) over the shared records. */
export function createAdapter(records: Records, model: string): Adapter {
  const keyOf = (id: string) => `${model}:${id}`;
  const findBy = (property: "uid" | "userCode", value: string) =>
    records
      .entries()
      .find(([key, payload]) => key.startsWith(`${model}:`) && payload[property] === value)?.[1];
  return {
    upsert: (id, payload, expiresIn) => records.set(keyOf(id), payload, expiresIn),
    find: async (id) => records.get(keyOf(id)),
    findByUid: async (uid) => findBy("uid", uid),
    findByUserCode: async (userCode) => findBy("userCode", userCode),
    consume: (id) =>
      records.change(keyOf(id), (payload) => ({ ...payload, consumed: Math.floor(Date.now() / 1000) })),
    destroy: (id) => records.delete([keyOf(id)]),
    revokeByGrantId: (grantId) =>
      records.delete(
        records
          .entries()
          .filter(([, payload]) => payload.grantId === grantId)
          .map(([key]) => key),
      ),
  };
}
