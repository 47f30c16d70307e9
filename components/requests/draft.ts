import { WINDOW_STARTS, type WindowStart } from "@/lib/requests/views";

/** What somebody has written and not sent yet. */
export interface Draft {
  justification: string;
  incident: string;
  windowSeconds: number;
  windowStart: WindowStart;
}

const LIVES_MS = 24 * 3_600_000;

/** The place of one person's draft in their browser. */
export const draftKey = (personId: string) => `halligan.draft.${personId}`;

/** @param at now, in milliseconds since 1970: old drafts are forgotten */
export function writeDraft(draft: Draft, at: number): string {
  return JSON.stringify({ ...draft, at });
}

/**
 * Reads what the browser kept: anything else than a draft of ours, and one of yesterday, is none.
 * @param windows the windows that can be chosen now
 */
export function readDraft(text: string | null, at: number, windows: readonly number[]): Draft | undefined {
  const kept = parsed(text);
  if (!kept) return undefined;
  const { justification, incident, windowSeconds, windowStart, at: savedAt } = kept;
  if (typeof savedAt !== "number" || savedAt > at || at - savedAt > LIVES_MS) return undefined;
  if (typeof justification !== "string" || typeof incident !== "string") return undefined;
  const window = windows.find((one) => one === windowSeconds);
  const start = WINDOW_STARTS.find((one) => one === windowStart);
  if (window === undefined || start === undefined || justification + incident === "") return undefined;
  return { justification, incident, windowSeconds: window, windowStart: start };
}

function parsed(text: string | null): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
