import { handleOf, type Tx } from "@/lib/db/client";
import { stateFrom } from "../columns";
import type { SessionState } from "../views";

/** A session whose end AWS has not confirmed: running, or over and still to be asked for. */
export interface UnconfirmedRow {
  readonly id: string;
  readonly state: SessionState;
  readonly accountId: string;
  readonly region: string;
  readonly awsSessionId: string | null;
  readonly gatewayId: string | null;
  readonly createdAt: Date;
  readonly openedAt: Date | null;
  readonly openingAt: Date | null;
  readonly endRequestedAt: Date | null;
  readonly endedAt: Date | null;
  readonly grant: { endsAt: Date; endedAt: Date | null; endReason: string | null } | null;
  readonly personDisabledAt: Date | null;
}

interface Row extends Omit<UnconfirmedRow, "state" | "grant"> {
  state: string;
  grantId: string | null;
  grantEndsAt: Date | null;
  grantEndedAt: Date | null;
  grantEndReason: string | null;
}

/** Everything the sweep has to look at: few rows whatever the history, by a partial index. */
export async function findUnconfirmed(tx: Tx): Promise<UnconfirmedRow[]> {
  const rows = await handleOf(tx).$queryRaw<Row[]>`
    select sessions.id, sessions.state, sessions.account_id as "accountId", sessions.region,
      sessions.aws_session_id as "awsSessionId", sessions.gateway_id as "gatewayId",
      sessions.created_at as "createdAt", sessions.opened_at as "openedAt",
      sessions.end_requested_at as "endRequestedAt", sessions.ended_at as "endedAt",
      case when sessions.state = 'opening' then
        (select max(at)::timestamptz(3) from audit_events
         where audit_events.session_id = sessions.id and code = 'session.opening') end as "openingAt",
      grants.id as "grantId", grants.ends_at as "grantEndsAt", grants.ended_at as "grantEndedAt",
      grants.end_reason as "grantEndReason", people.disabled_at as "personDisabledAt"
    from sessions
      left join grants on grants.id = sessions.grant_id
      left join people on people.id = sessions.person_id
    where sessions.end_confirmed_at is null and sessions.kind = 'brokered'`;
  return rows.map(({ grantEndsAt, grantEndedAt, grantEndReason, ...row }) => ({
    ...row,
    state: stateFrom(row.state),
    grant: grantEndsAt && { endsAt: grantEndsAt, endedAt: grantEndedAt, endReason: grantEndReason },
  }));
}

export async function findGrantEnd(
  tx: Tx,
  grantId: string,
): Promise<{ endedAt: Date | null; endReason: string | null } | null> {
  return handleOf(tx).grant.findUnique({
    where: { id: grantId },
    select: { endedAt: true, endReason: true },
  });
}

/** Whether the sweep has recorded already that it ends this session of AWS's. */
export async function hasSwept(tx: Tx, sessionId: string, awsSessionId: string): Promise<boolean> {
  const events = await handleOf(tx).auditEvent.findMany({
    where: { sessionId, code: "session.swept", data: { path: ["awsSessionId"], equals: awsSessionId } },
    select: { id: true },
    take: 1,
  });
  return events.length > 0;
}
