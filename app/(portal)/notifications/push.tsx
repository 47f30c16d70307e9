"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";

/** What the page says; it knows the reader's language. */
export interface PushWords {
  turnOn: string;
  unable: string;
  blocked: string;
  failed: string;
}

/** Asks the browser for an address at which its maker's service reaches it, and tells the portal. */
export function TurnPushOn({ publicKey, words }: { publicKey: string; words: PushWords }) {
  const router = useRouter();
  return (
    <Pressed label={words.turnOn} onPress={() => turnOn(publicKey, words)} then={() => router.refresh()} />
  );
}

export function RemoveDevice({ deviceId, label }: { deviceId: string; label: string }) {
  const router = useRouter();
  const remove = () => act("/api/people/devices/remove", { deviceId });
  return <Pressed label={label} onPress={remove} then={() => router.refresh()} />;
}

function Pressed(props: { label: string; onPress: () => Promise<Outcome>; then: () => void }) {
  const { label, onPress, then } = props;
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const press = async () => {
    setIsBusy(true);
    const outcome = await onPress();
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
    if (outcome.ok) then();
  };
  return (
    <div className="grid justify-items-start gap-2">
      <Button isBusy={isBusy} onClick={press}>
        {label}
      </Button>
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
    </div>
  );
}

async function turnOn(publicKey: string, words: PushWords): Promise<Outcome> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window))
    return { ok: false, sentence: words.unable };
  if ((await Notification.requestPermission()) !== "granted") return { ok: false, sentence: words.blocked };
  const subscription = await subscribe(publicKey);
  if (subscription === undefined) return { ok: false, sentence: words.failed };
  const { endpoint, keys } = subscription.toJSON();
  const device = { address: endpoint ?? "", publicKey: keys?.p256dh ?? "", sharedSecret: keys?.auth ?? "" };
  return act("/api/people/devices/add", device);
}

/** @returns undefined where the browser's service can't be reached, or there is none */
async function subscribe(publicKey: string): Promise<PushSubscription | undefined> {
  try {
    const registration = await navigator.serviceWorker.register("/push-worker.js");
    await navigator.serviceWorker.ready;
    const earlier = await registration.pushManager.getSubscription();
    // One that was made with another key reaches nobody.
    if (earlier && keyOf(earlier) !== publicKey) await earlier.unsubscribe();
    return await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: publicKey,
    });
  } catch {
    return undefined;
  }
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
