import { parseRecordChecks, type RecordChecks } from "@/lib/accounts/documents/record-checks";
import { handleOf, type Tx } from "@/lib/db/client";
import type { RuleGrant } from "@/lib/grants/rules";

/** What a resume hangs on beside the session's own row. */
export interface ResumeFacts {
  readonly grant: RuleGrant & { readonly obligations: unknown };
  readonly requestId: string;
  readonly personDisabledAt: Date | null;
  /** What was found of its log after its start; null: nobody looked. */
  readonly recordChecks: RecordChecks | null;
}

export async function findResumeFacts(tx: Tx, sessionId: string): Promise<ResumeFacts | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      recordChecks: true,
      person: { select: { disabledAt: true } },
      grant: {
        select: {
          id: true,
          personId: true,
          startsAt: true,
          endsAt: true,
          endedAt: true,
          obligations: true,
          requestId: true,
        },
      },
    },
  });
  if (!row?.grant) return null;
  const { requestId, ...grant } = row.grant;
  const recordChecks = parseRecordChecks(row.recordChecks);
  return { grant, requestId, personDisabledAt: row.person?.disabledAt ?? null, recordChecks };
}
