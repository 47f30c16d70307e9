/** Commands are indexed apart from output: they are few, and looked through first. */
export const TEXT_KINDS = ["command", "output"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];
