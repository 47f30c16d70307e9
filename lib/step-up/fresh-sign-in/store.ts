import { handleOf, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SignInId } from "@/lib/kernel/ids";

export async function insertFreshSignIn(
  tx: Tx,
  row: {
    id: string;
    signInId: SignInId;
    purpose: string;
    subjectSha256: string;
    returnTo: string;
    stateSha256: string;
    nonce: string;
    codeVerifier: string;
  },
): Promise<void> {
  await handleOf(tx).freshSignIn.create({ data: row, select: { id: true } });
}

/** A walk to the provider that has not proven anything yet. */
export interface FoundWalk {
  readonly id: string;
  readonly purpose: string;
  readonly subjectSha256: string;
  readonly returnTo: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly createdAt: Date;
  /** Whether its browser comes back in time. */
  readonly isInTime: boolean;
}

/** So long somebody has to sign in at the provider, as in an ordinary sign-in. */
const WALK_SECONDS = 900;

/** The walk that a browser comes back from; of another browser's, or of one that is over, there is none. */
export async function findWalk(
  tx: Tx,
  stateSha256: string,
  signInId: SignInId,
): Promise<FoundWalk | undefined> {
  const row = await handleOf(tx).freshSignIn.findFirst({
    where: { stateSha256, signInId, provenAt: null },
    select: {
      ...{ id: true, purpose: true, subjectSha256: true, returnTo: true },
      ...{ nonce: true, codeVerifier: true, createdAt: true },
    },
  });
  if (!row) return undefined;
  const ageMs = (await databaseNow(tx)).getTime() - row.createdAt.getTime();
  return { ...row, isInTime: ageMs < WALK_SECONDS * 1000 };
}

/** The database writes when. @returns false when it was proven meanwhile */
export async function saveProven(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { count } = await handleOf(tx).freshSignIn.updateMany({
    where: { id, provenAt: null },
    data: { provenAt: at },
  });
  return count === 1;
}
