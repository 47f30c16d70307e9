import { appendEvent, audited } from "@/lib/audit/append-event";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { config, ROLES } from "@/lib/kernel/config/config";
import { isPushAddress } from "@/lib/kernel/config/push/web-push";
import { AppError, allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { lockPerson } from "@/lib/people/store";
import { isInUse } from "../deliveries/store";
import { countDevices, deleteDevice, findDeviceAt, findDevices, insertDevice, lockAddress } from "./store";
import type { OwnPush } from "./views";

/** So many browsers a person has at most. */
export const MOST_DEVICES = 10;

/**
 * In which browsers the viewer is told by push.
 * @throws AppError ROLE_MISSING: whoever may do nothing is told nothing
 */
export async function readOwnPush(viewer: PersonActor): Promise<OwnPush> {
  if (viewer.roles.length === 0)
    throw new AppError("ROLE_MISSING", "is told nothing", { params: { roles: ROLES } });
  const tx = reading();
  const [devices, isSetUp] = await Promise.all([findDevices(tx, viewer.id), isInUse(tx, "push")]);
  return { devices, publicKey: isSetUp ? (config().WEB_PUSH_PUBLIC_KEY ?? null) : null };
}

/** What a browser says of itself: where its maker's service reaches it, and with what it is written to. Base64url. */
export interface OfferedDevice {
  address: string;
  publicKey: string;
  sharedSecret: string;
  /** Of words of ours. */
  name: string;
}

/**
 * Has a person told in the browser that they sit at. One browser tells one person: whoever turned it on last.
 * @throws AppError PUSH_ADDRESS_UNKNOWN | TOO_MANY_DEVICES
 */
export async function addDevice(actor: PersonActor, device: OfferedDevice): Promise<{ deviceId: string }> {
  const attempt = { code: "person.device-added", actor, subject: { personId: actor.id } } as const;
  return audited<{ deviceId: string }>(attempt, async (tx) => {
    if (!isPushAddress(config().WEB_PUSH_SERVICES, device.address)) return refuse("PUSH_ADDRESS_UNKNOWN");
    // Services know one address, in however many ways it can be written.
    const address = new URL(device.address).href;
    await lockPerson(tx, actor.id);
    await lockAddress(tx, address);
    const known = await findDeviceAt(tx, address);
    if (known?.personId === actor.id) return allow({ deviceId: known.id });
    if ((await countDevices(tx, actor.id)) >= MOST_DEVICES)
      return refuse("TOO_MANY_DEVICES", { max: MOST_DEVICES });
    if (known) await deleteDevice(tx, { address });
    const id = newId("device");
    await insertDevice(tx, { ...device, address, id, personId: actor.id });
    await appendEvent(tx, { ...attempt, data: { device: device.name } });
    return allow({ deviceId: id });
  });
}

/** A person is told no more in a browser of theirs. @throws AppError NOT_FOUND */
export async function removeDevice(actor: PersonActor, { deviceId }: { deviceId: string }): Promise<object> {
  const attempt = { code: "person.device-removed", actor, subject: { personId: actor.id } } as const;
  return audited<object>(attempt, async (tx) => {
    await lockPerson(tx, actor.id);
    if (!(await deleteDevice(tx, { id: deviceId, personId: actor.id })))
      return refuse("NOT_FOUND", { kind: "device", id: deviceId });
    await appendEvent(tx, { ...attempt, data: {} });
    return allow({});
  });
}
