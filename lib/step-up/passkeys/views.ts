/** A passkey as its person sees it. */
export interface PasskeyRow {
  id: string;
  /** The person's own word: hostile text. */
  name: string;
  /** Whether the person's devices share it. */
  isSynced: boolean;
  createdAt: Date;
  /** From when on it proves anything. */
  countsFrom: Date;
  counts: boolean;
  lastUsedAt: Date | null;
}

export interface OwnPasskeys {
  passkeys: PasskeyRow[];
  /** How long a first one waits before it counts. */
  waitSeconds: number;
  /** What adding one needs, and removing one that counts. */
  level: "sign-in" | "passkey";
}

/** So many a person can have. */
export const MOST_PASSKEYS = 10;
export const MOST_NAME = 100;
