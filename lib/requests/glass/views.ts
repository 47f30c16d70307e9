/** Why somebody has to agree before the glass breaks: the month's are used, a note is overdue, or a rule asks for it. */
export const COSIGNER_REASONS = ["budget-spent", "note-overdue", "rule"] as const;
export type CosignerReason = (typeof COSIGNER_REASONS)[number];

/** What an approver says of it afterwards: that it was right, or that it was not. */
export const GLASS_VERDICTS = ["ratified", "disowned"] as const;
export type GlassVerdict = (typeof GLASS_VERDICTS)[number];

/** Access without waiting for anybody, and what was said of it afterwards. Note and reason are people's own text. */
export interface Glass {
  /** Which of the person's month it is; null: it takes a co-signer. */
  unit: number | null;
  budget: number;
  cosignerFor: CosignerReason | null;
  /** Null: a co-signer is waited for, or never came. */
  brokenAt: Date | null;
  noteDueAt: Date | null;
  note: string | null;
  notedAt: Date | null;
  verdict: GlassVerdict | null;
  verdictReason: string | null;
  judgedById: string | null;
  judgedByName: string | null;
  judgedAt: Date | null;
}
