import { handleOf, type Tx } from "@/lib/db/client";
import { deadAfter } from "@/lib/db/processes";
import type { ClientInfo, Participant, ParticipantKind } from "./participant-views";

export interface NewParticipant extends ClientInfo {
  id: string;
  sessionId: string;
  personId: string;
  gatewayId: string;
  kind: ParticipantKind;
}

export async function insertParticipant(tx: Tx, participant: NewParticipant): Promise<void> {
  await handleOf(tx).sessionSeat.create({ data: participant, select: { id: true } });
}

/**
 * Who is connected to a session, longest first. What gateways say that no longer beat is left out.
 * @param deadSeconds after so long without a beat a gateway is dead
 */
export async function findParticipants(
  tx: Tx,
  sessionId: string,
  deadSeconds: number,
): Promise<Participant[]> {
  return handleOf(tx).$queryRaw<Participant[]>`
    select participant.id, participant.kind, participant.person_id as "personId", person.name as "personName",
      participant.gateway_id as "gatewayId", participant.window_id as "windowId", participant.browser, participant.address, participant.since
    from session_seats as participant
      join people as person on person.id = participant.person_id
      join processes as gateway on gateway.id = participant.gateway_id
    where participant.session_id = ${sessionId}
      and gateway.heartbeat_at > clock_timestamp() - make_interval(secs => ${deadAfter(deadSeconds)})
    order by participant.since, participant.id`;
}

/** The sign-in that typed last, by the record: a participant is gone once they leave. */
export async function findLastTyping(tx: Tx, sessionId: string): Promise<string | undefined> {
  const [row] = await handleOf(tx).$queryRaw<{ signInId: string | null }[]>`
    select data->>'signInId' as "signInId" from audit_events
    where session_id = ${sessionId} and code = 'session.attached' and outcome = 'done'
    order by at desc, id desc limit 1`;
  return row?.signInId ?? undefined;
}

/** @returns whether it was there */
export async function deleteParticipant(
  tx: Tx,
  { id, personId }: { id: string; personId: string },
): Promise<boolean> {
  const { count } = await handleOf(tx).sessionSeat.deleteMany({ where: { id, personId } });
  return count > 0;
}

/** Whoever typed until now does no longer. */
export async function deleteTyping(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).sessionSeat.deleteMany({ where: { sessionId, kind: "keyboard" } });
}

/** Forgets whoever was connected through dead gateways. */
export async function deleteOrphans(tx: Tx): Promise<void> {
  await handleOf(tx)
    .$executeRaw`delete from session_seats where gateway_id not in (select id from processes)`;
}
