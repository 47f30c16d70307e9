/**
 * What became of a session's recording. partial: output is missing, each gap is named; missing: nothing was recorded;
 * not-recordable: there is no screen that could be (a port is forwarded).
 */
export const COMPLETENESS = ["complete", "partial", "missing", "not-recordable"] as const;
export type Completeness = (typeof COMPLETENESS)[number];

/**
 * Whether the node's own log says the same. pending: it may still come; absent: there is none; not-comparable: nobody
 * can say. It is the node's word: it neither convicts nor acquits.
 */
export const CORROBORATION = ["pending", "agreed", "not-comparable", "differs", "absent"] as const;
export type Corroboration = (typeof CORROBORATION)[number];

/** Null: not graded yet, or it never opened. */
export interface SessionGrades {
  completeness: Completeness | null;
  corroboration: Corroboration | null;
}
