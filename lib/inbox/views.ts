/** How pressing something is: what is past its time, due within the hour, within a day, later, or at no time. */
export const URGENCIES = ["overdue", "hour", "day", "later", "never"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What a viewer has to do with an item: take it, or find somebody who may (it was escalated to them). */
export type InboxPart = "take" | "find";

/** Something that waits for a person. */
export interface InboxEntry {
  id: string;
  kind: InboxKind;
  /** The request or review; of a ratification and a note the break-glass. */
  subjectId: string;
  part: InboxPart;
  createdAt: Date;
  dueAt: Date | null;
  remindedAt: Date | null;
  escalatedAt: Date | null;
  /** Groups it was shown to besides, once it was. */
  escalatedTo: string[];
  /** Groups any of which may take it. */
  groups: string[];
  exceptPersonIds: string[];
}

export interface InboxFilters {
  kind?: InboxKind;
}

/** How many items of each kind wait, counted to a hundred: more is "99+". */
export type InboxCounts = Record<InboxKind, number>;

/** What can wait for a person. A new kind: its line here, in the configuration, in messages/, and a card. */
export const INBOX_KINDS = ["decision", "review", "ratification", "note"] as const;

export type InboxKind = (typeof INBOX_KINDS)[number];
