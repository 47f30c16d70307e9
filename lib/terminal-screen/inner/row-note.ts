/** What is remembered of a row while it stands on the screen. */
export interface RowNote {
  /** When something first stood in it. */
  fromMs?: number;
  /** When the cursor last left it by a line feed, or was last there. */
  atMs?: number;
  /** It was left by a line feed: what stands below it is another line. */
  isClosed?: true;
  /** Its text when it was last told of while it stays. */
  told?: string;
}
