/** A person's words on a moment or a stretch of a recording. */
export interface RecordingNote {
  /** Of the audit event that it is. */
  id: string;
  at: Date;
  authorId: string;
  authorName: string;
  /** Milliseconds since the recording began; of a moment both are the same. */
  fromMs: number;
  toMs: number;
  /** Empty when it was withdrawn. */
  text: string;
  /** Names of those who were told of it. */
  told: string[];
  withdrawnAt: Date | null;
  /** Whether the viewer may withdraw it. */
  isMine: boolean;
}

/** Of a session, by moment. */
export interface SessionNotes {
  notes: RecordingNote[];
  /** Whether the viewer may write one. */
  canWrite: boolean;
}
