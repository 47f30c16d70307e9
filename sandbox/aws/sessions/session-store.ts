import { z } from "zod";
import { openJournal } from "../stores/journal";
import type { SessionRow, SessionStatus } from "./session-port";

const DAY_MS = 86_400_000;
/** How long DescribeSessions remembers a session that is over. */
const HISTORY_DAYS = 30;

export const ACTIVE: Record<SessionStatus, boolean> = {
  Connecting: true,
  Connected: true,
  Disconnected: true,
  Terminating: true,
  Terminated: false,
  Failed: false,
};

const rowSchema = z.object({
  sessionId: z.string(),
  accountId: z.string(),
  region: z.string(),
  target: z.string(),
  documentName: z.string(),
  owner: z.string(),
  reason: z.string().exactOptional(),
  status: z.enum(["Connected", "Connecting", "Disconnected", "Terminated", "Terminating", "Failed"]),
  startDate: z.number(),
  endDate: z.number().exactOptional(),
  details: z.string().exactOptional(),
  maxSessionDuration: z.string().exactOptional(),
  accessType: z.enum(["Standard", "JustInTime"]),
  taskComplete: z
    .object({ s3Bucket: z.string(), s3UrlSuffix: z.string(), cwlGroup: z.string(), cwlStream: z.string() })
    .exactOptional(),
});

export interface SessionStore {
  save(row: SessionRow): void;
  get(sessionId: string): SessionRow | undefined;
  /** Newest first, as DescribeSessions answers. */
  list(state: "Active" | "History"): SessionRow[];
  close(): void;
}

/**
 * The sessions' rows, in a journal that holds one line per change. What was active when the sandbox died has no shell any
 * more: it is written down as terminated.
 */
export function openSessionStore(file: string, now: () => number): SessionStore {
  const journal = openJournal<SessionRow>(file, (raw) => rowSchema.parse(raw));
  const rows = new Map<string, SessionRow>();
  for (const row of journal.found) rows.set(row.sessionId, row);
  for (const row of rows.values()) {
    if (ACTIVE[row.status]) rows.set(row.sessionId, { ...row, status: "Terminated", endDate: now() });
    if (row.startDate < now() - HISTORY_DAYS * DAY_MS) rows.delete(row.sessionId);
  }
  journal.compact(rows.values());
  return {
    save(row) {
      rows.set(row.sessionId, row);
      journal.append(row);
    },
    get: (sessionId) => rows.get(sessionId),
    list: (state) =>
      [...rows.values()].filter((row) => ACTIVE[row.status] === (state === "Active")).reverse(),
    close: () => journal.close(),
  };
}
