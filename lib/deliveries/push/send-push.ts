import { createHash } from "node:crypto";
import webPush from "web-push";
import type { Answer } from "../rules";
import type { Call } from "../webhook/call";
import { forgetDevice } from "./forget-device";
import { type Device, findDevicesOf } from "./store";

/** What this installation is known by to the services of browsers' makers. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
  /** mailto: or https: */
  contact: string;
}

/** A push message, before it is encrypted for a browser. */
export interface Push {
  deliveryId: string;
  personId: string;
  /** JSON that our own service worker reads. */
  payload: string;
  /** For how long its service keeps it for a browser that is away, in seconds. */
  ttlSeconds: number;
}

/** Of the service: this browser is reached at that address no more. */
const GONE = [404, 410].map((status) => `HTTP ${status}`);

/**
 * Tells a person in each of their browsers. One that took it is enough: the others are the same person's.
 * @param call posts it: checks where the address leads, and never follows a redirect
 */
export function pushSender(
  keys: PushKeys,
  call: (call: Call) => Promise<Answer>,
): (push: Push) => Promise<Answer> {
  return async (push) => {
    const devices = await findDevicesOf(push.personId);
    if (devices.length === 0) return { outcome: "refused", text: "NO_BROWSER", isChannelDown: false };
    const answers = await Promise.all(devices.map((device) => pushTo(device, push, keys, call)));
    const taken = answers.filter(({ outcome }) => outcome === "delivered");
    return taken[0] ?? answers.find(({ outcome }) => outcome === "again") ?? answers[0] ?? never();
  };
}

async function pushTo(
  device: Device,
  { deliveryId, payload, ttlSeconds }: Push,
  keys: PushKeys,
  call: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  const made = encrypted(device, payload, {
    vapidDetails: { subject: keys.contact, publicKey: keys.publicKey, privateKey: keys.privateKey },
    TTL: Math.max(60, ttlSeconds),
    urgency: "high",
    // A try that is made again takes the place of the one before, at a service that still has it.
    topic: createHash("sha256").update(deliveryId).digest("base64url").slice(0, 32),
  });
  if (!made) {
    await forgetDevice(device);
    return { outcome: "refused", text: "BAD_BROWSER", isChannelDown: false };
  }
  const answer = await call(made);
  if (!GONE.some((gone) => answer.text.startsWith(gone))) return answer;
  await forgetDevice(device);
  return { ...answer, outcome: "refused", isChannelDown: false };
}

/** @returns undefined where the browser's keys are none */
function encrypted(device: Device, payload: string, options: webPush.RequestOptions): Call | undefined {
  const subscription = {
    endpoint: device.address,
    keys: { p256dh: device.publicKey, auth: device.sharedSecret },
  };
  try {
    const { endpoint, headers, body } = webPush.generateRequestDetails(subscription, payload, options);
    const texts = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
    return { url: endpoint, headers: Object.fromEntries(texts), body: body ?? "" };
  } catch {
    return undefined;
  }
}

function never(): never {
  throw new TypeError("of several answers one is the first");
}
