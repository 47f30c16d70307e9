import { handleOf, type Tx } from "@/lib/db/client";
import { deadAfter } from "@/lib/db/processes";
import type { Seat, SeatKind, SeatPlace } from "./participant-views";

export interface NewSeat extends SeatPlace {
  id: string;
  sessionId: string;
  personId: string;
  gatewayId: string;
  kind: SeatKind;
}

export async function insertSeat(tx: Tx, seat: NewSeat): Promise<void> {
  await handleOf(tx).sessionSeat.create({ data: seat, select: { id: true } });
}

/**
 * Who sits at a session, longest first. Seats of gateways that no longer beat are left out.
 * @param deadSeconds after so long without a beat a gateway is dead
 */
export async function findSeats(tx: Tx, sessionId: string, deadSeconds: number): Promise<Seat[]> {
  return handleOf(tx).$queryRaw<Seat[]>`
    select seat.id, seat.kind, seat.person_id as "personId", person.name as "personName",
      seat.gateway_id as "gatewayId", seat.window_id as "windowId", seat.browser, seat.address, seat.since
    from session_seats as seat
      join people as person on person.id = seat.person_id
      join processes as gateway on gateway.id = seat.gateway_id
    where seat.session_id = ${sessionId}
      and gateway.heartbeat_at > clock_timestamp() - make_interval(secs => ${deadAfter(deadSeconds)})
    order by seat.since, seat.id`;
}

/** The sign-in that took the keyboard last, by the record: a seat is gone once it is left. */
export async function findLastSignInAtKeyboard(tx: Tx, sessionId: string): Promise<string | undefined> {
  const [row] = await handleOf(tx).$queryRaw<{ signInId: string | null }[]>`
    select data->>'signInId' as "signInId" from audit_events
    where session_id = ${sessionId} and code = 'session.attached' and outcome = 'done'
    order by at desc, id desc limit 1`;
  return row?.signInId ?? undefined;
}

/** @returns whether it was there */
export async function deleteSeat(tx: Tx, id: string): Promise<boolean> {
  const { count } = await handleOf(tx).sessionSeat.deleteMany({ where: { id } });
  return count > 0;
}

export async function deleteKeyboards(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).sessionSeat.deleteMany({ where: { sessionId, kind: "keyboard" } });
}

/** Forgets the seats that dead gateways left behind. */
export async function deleteOrphanedSeats(tx: Tx): Promise<void> {
  await handleOf(tx)
    .$executeRaw`delete from session_seats where gateway_id not in (select id from processes)`;
}
