import { handleOf, reading, type Tx } from "@/lib/db/client";

/** A browser as messages to it are made. */
export interface Device {
  id: string;
  personId: string;
  address: string;
  publicKey: string;
  sharedSecret: string;
}

export async function findDevicesOf(personId: string): Promise<Device[]> {
  return handleOf(reading()).pushDevice.findMany({
    where: { personId },
    select: { id: true, personId: true, address: true, publicKey: true, sharedSecret: true },
    orderBy: { createdAt: "desc" },
  });
}

/** @returns whether it was there */
export async function deleteDevice(tx: Tx, id: string): Promise<boolean> {
  const { count } = await handleOf(tx).pushDevice.deleteMany({ where: { id } });
  return count > 0;
}
