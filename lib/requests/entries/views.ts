/** What people write on a request that waits. */
export const WRITTEN_KINDS = ["comment", "question", "answer"] as const;
export type WrittenKind = (typeof WRITTEN_KINDS)[number];

/** What people do with a request that waits, besides deciding it. */
export const ENTRY_KINDS = ["opened", ...WRITTEN_KINDS, "reminder"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface RequestEntry {
  id: string;
  kind: EntryKind;
  personId: string;
  personName: string;
  /** Of what was written: the person's own words. */
  text: string | null;
  /** The question that an answer is to. */
  answersId: string | null;
  createdAt: Date;
}
