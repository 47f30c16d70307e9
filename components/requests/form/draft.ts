import { WINDOW_STARTS, type WindowStart } from "@/lib/requests/views";

/** What somebody has written and not sent yet. */
export interface Draft {
  justification: string;
  incident: string;
  windowSeconds: number;
  windowStart: WindowStart;
}

/** A draft as the browser keeps it. It belongs to what it was written for, and is only offered elsewhere. */
export interface KeptDraft extends Draft {
  /** The form's address: which nodes, or which tags. */
  address: string;
  /** The same in the words of people: names of nodes, which others wrote. */
  where: string;
  /** Milliseconds since 1970. */
  at: number;
}

const LIVES_MS = 24 * 3_600_000;
const MOST_KEPT = 5;

/** The place of one person's drafts in their browser. */
export const draftsKey = (personId: string) => `halligan.drafts.${personId}`;

/** Puts a draft in front of the others; one without words is no draft. What was written for the same place goes. */
export function putDraft(kept: readonly KeptDraft[], draft: KeptDraft): KeptDraft[] {
  const others = withoutDraft(kept, draft.address);
  return draft.justification + draft.incident === "" ? others : [draft, ...others].slice(0, MOST_KEPT);
}

export function withoutDraft(kept: readonly KeptDraft[], address: string): KeptDraft[] {
  return kept.filter((one) => one.address !== address);
}

/**
 * Reads what the browser kept, the newest first: what is no draft of ours, and what is of yesterday, is left out.
 * @param text as it stands in the browser: hostile
 * @param at now, in milliseconds since 1970
 * @param windows the windows that can be chosen now
 */
export function readDrafts(text: string | null, at: number, windows: readonly number[]): KeptDraft[] {
  return parsedList(text).flatMap((kept) => readDraft(kept, at, windows) ?? []);
}

function readDraft(kept: unknown, at: number, windows: readonly number[]): KeptDraft | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const {
    address,
    where,
    justification,
    incident,
    windowSeconds,
    windowStart,
    at: savedAt,
  }: Partial<Record<keyof KeptDraft, unknown>> = kept;
  if (typeof savedAt !== "number" || savedAt > at || at - savedAt > LIVES_MS) return undefined;
  if (typeof justification !== "string" || typeof incident !== "string") return undefined;
  if (typeof address !== "string" || typeof where !== "string") return undefined;
  const window = windows.find((one) => one === windowSeconds);
  const start = WINDOW_STARTS.find((one) => one === windowStart);
  if (window === undefined || start === undefined || justification + incident === "") return undefined;
  return { address, where, justification, incident, windowSeconds: window, windowStart: start, at: savedAt };
}

function parsedList(text: string | null): unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return Array.isArray(value) ? value.slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}
