import { handleOf, type Tx } from "@/lib/db/client";
import type { PasskeyId, PersonId } from "@/lib/kernel/ids";
import { findAway } from "@/lib/people/outage/store";
import { PROOF_SECONDS, type SubjectKey } from "../subject";
import { countsFrom } from "./rules";
import type { PasskeyRow } from "./views";

/** A person's passkeys that were not removed, oldest first. */
export async function findPasskeys(tx: Tx, personId: string, at: Date): Promise<PasskeyRow[]> {
  const rows = await handleOf(tx).passkey.findMany({
    where: { personId, removedAt: null },
    select: { id: true, name: true, isSynced: true, createdAt: true, countsFrom: true, lastUsedAt: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const away = await findAway(tx);
  return rows.map((row) => {
    const from = countsFrom(row, away !== null);
    return { ...row, countsFrom: from, counts: from <= at };
  });
}

/** What the verifier needs of a passkey. The gateway's alone. */
export interface KnownPasskey {
  id: string;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  countsFrom: Date;
}

/** The person's own passkey of this name, locked: of an authenticator that says it is another's there is none. */
export async function lockPasskey(
  tx: Tx,
  personId: string,
  credentialId: string,
): Promise<KnownPasskey | undefined> {
  const [row] = await handleOf(tx).$queryRaw<
    (Omit<KnownPasskey, "counter"> & { counter: bigint; createdAt: Date })[]
  >`
    select id, credential_id as "credentialId", public_key as "publicKey", counter, transports,
      counts_from as "countsFrom", created_at as "createdAt"
    from passkeys where person_id = ${personId} and credential_id = ${credentialId} and removed_at is null for update`;
  if (!row) return undefined;
  const { createdAt, ...known } = row;
  return {
    ...known,
    publicKey: Uint8Array.from(row.publicKey),
    counter: Number(row.counter),
    countsFrom: countsFrom({ ...known, createdAt }, (await findAway(tx)) !== null),
  };
}

/** The names of a person's keys at their authenticators. The gateway's alone. */
export async function findCredentials(
  tx: Tx,
  personId: string,
): Promise<{ id: string; transports: string[]; countsFrom: Date }[]> {
  const rows = await handleOf(tx).passkey.findMany({
    where: { personId, removedAt: null },
    select: { credentialId: true, transports: true, countsFrom: true, createdAt: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const away = await findAway(tx);
  return rows.map(({ credentialId: id, transports, ...row }) => ({
    ...{ id, transports },
    countsFrom: countsFrom(row, away !== null),
  }));
}

/** @returns false when the authenticator's key is known already */
export async function insertPasskey(
  tx: Tx,
  row: {
    id: PasskeyId;
    personId: PersonId;
    credentialId: string;
    publicKey: Uint8Array<ArrayBuffer>;
    counter: number;
    transports: string[];
    isSynced: boolean;
    name: string;
    createdAt: Date;
    countsFrom: Date;
  },
): Promise<boolean> {
  const { count } = await handleOf(tx).passkey.createMany({
    data: [{ ...row, counter: BigInt(row.counter) }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function savePasskey(
  tx: Tx,
  id: string,
  change: { counter?: number; isSynced?: boolean; name?: string; lastUsedAt?: Date; removedAt?: Date },
): Promise<void> {
  const { counter, ...rest } = change;
  await handleOf(tx).passkey.update({
    where: { id },
    data: { ...rest, ...(counter === undefined ? {} : { counter: BigInt(counter) }) },
    select: { id: true },
  });
}

export interface FoundChallenge {
  purpose: string;
  sha256: string;
  challenge: Uint8Array<ArrayBuffer>;
  /** Whether it was answered within its time. */
  isInTime: boolean;
}

/** So many of one person wait at once, for the windows that they have. */
const MOST_WAITING = 10;

/** Keeps a challenge, and forgets of the person what is too old or too much. */
export async function insertChallenge(
  tx: Tx,
  row: { id: string; challenge: Uint8Array<ArrayBuffer> } & Omit<SubjectKey, "purpose"> & { purpose: string },
): Promise<void> {
  const { sha256: subjectSha256, ...rest } = row;
  await handleOf(tx).passkeyChallenge.create({ data: { ...rest, subjectSha256 }, select: { id: true } });
  await handleOf(tx).$executeRaw`
    delete from passkey_challenges where person_id = ${row.personId} and (
      created_at < clock_timestamp() - make_interval(secs => ${PROOF_SECONDS})
      or id in (select id from passkey_challenges where person_id = ${row.personId}
        order by created_at desc, id desc offset ${MOST_WAITING}))`;
}

/** Takes a challenge away, whatever becomes of its answer: nothing is answered twice. */
export async function takeChallenge(
  tx: Tx,
  id: string,
  personId: string,
): Promise<FoundChallenge | undefined> {
  const [row] = await handleOf(tx).$queryRaw<FoundChallenge[]>`
    delete from passkey_challenges where id = ${id} and person_id = ${personId}
    returning purpose, subject_sha256 as sha256, challenge,
      created_at > clock_timestamp() - make_interval(secs => ${PROOF_SECONDS}) as "isInTime"`;
  return row && { ...row, challenge: Uint8Array.from(row.challenge) };
}

export async function insertProof(
  tx: Tx,
  row: { id: string; passkeyId: string; purpose: string; sha256: string },
): Promise<void> {
  const { sha256: subjectSha256, ...rest } = row;
  await handleOf(tx).passkeyProof.create({ data: { ...rest, subjectSha256 }, select: { id: true } });
}
