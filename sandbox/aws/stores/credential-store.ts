import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../clock";
import type { RoleSession } from "../iam/caller";
import { openJournal } from "./journal";

const policy = z.object({ Version: z.string(), Statement: z.unknown() });

const roleSession = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  accountId: z.string(),
  roleName: z.string(),
  sessionName: z.string(),
  issuedAt: z.number(),
  expiresAt: z.number(),
  sourceIdentity: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  transitiveTagKeys: z.array(z.string()),
  sessionPolicies: z.array(policy),
});

/** Kept this long after expiry, so that late use is answered "expired" and not "unknown". */
const KEEP_EXPIRED_MS = 24 * 3600_000;

/** Credentials that STS issued; they survive a restart. */
export interface CredentialStore {
  find(accessKeyId: string): RoleSession | undefined;
  issue(session: RoleSession): void;
  close(): void;
}

export function openCredentialStore(stateDir: string, clock: Clock): CredentialStore {
  const journal = openJournal(join(stateDir, "credentials.jsonl"), (raw) => parseSession(raw));
  const horizon = clock.now() - KEEP_EXPIRED_MS;
  const kept = journal.found.filter((session) => session.expiresAt > horizon);
  if (kept.length < journal.found.length) journal.compact(kept);
  const sessions = new Map(kept.map((session) => [session.accessKeyId, session]));
  return {
    find: (accessKeyId) => sessions.get(accessKeyId),
    issue(session) {
      journal.append(session, { durable: true });
      sessions.set(session.accessKeyId, session);
    },
    close: () => journal.close(),
  };
}

function parseSession(raw: unknown): RoleSession {
  const { sourceIdentity, ...rest } = roleSession.parse(raw);
  return { ...rest, ...(sourceIdentity === undefined ? {} : { sourceIdentity }) };
}
