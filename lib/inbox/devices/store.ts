import { handleOf, type Tx } from "@/lib/db/client";
import type { OwnDevice } from "./views";

export async function findDevices(tx: Tx, personId: string): Promise<OwnDevice[]> {
  return handleOf(tx).pushDevice.findMany({
    where: { personId },
    select: { id: true, name: true, createdAt: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

export async function countDevices(tx: Tx, personId: string): Promise<number> {
  return handleOf(tx).pushDevice.count({ where: { personId } });
}

/** @returns the person that a browser at this address is told for; undefined: none */
export async function findDeviceAt(
  tx: Tx,
  address: string,
): Promise<{ id: string; personId: string } | undefined> {
  const row = await handleOf(tx).pushDevice.findUnique({
    where: { address },
    select: { id: true, personId: true },
  });
  return row ?? undefined;
}

/** Until the transaction ends: of two people who turn the same browser on at once one is after the other. */
export async function lockAddress(tx: Tx, address: string): Promise<void> {
  await handleOf(tx)
    .$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`push device ${address}`}, 0))::text`;
}

export interface NewDevice {
  id: string;
  personId: string;
  address: string;
  publicKey: string;
  sharedSecret: string;
  name: string;
}

export async function insertDevice(tx: Tx, device: NewDevice): Promise<void> {
  await handleOf(tx).pushDevice.createMany({ data: [device] });
}

/** @param of a person's own, or any at an address @returns whether there was one */
export async function deleteDevice(
  tx: Tx,
  of: { id: string; personId: string } | { address: string },
): Promise<boolean> {
  const { count } = await handleOf(tx).pushDevice.deleteMany({ where: of });
  return count > 0;
}
