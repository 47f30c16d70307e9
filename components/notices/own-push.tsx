import type { ReactNode } from "react";
import { Section } from "@/components/ui/layout/section";
import { Notice } from "@/components/ui/notice";
import { Moment } from "@/components/ui/time/moment";
import type { OwnDevice, OwnPush } from "@/lib/inbox/devices/views";
import { t } from "@/messages/translate";

interface OwnPushProps {
  push: OwnPush;
  /** Turns it on in the browser that is sat at. */
  turnOn: ReactNode;
  remove: (device: OwnDevice) => ReactNode;
}

/** In which browsers the reader is told by push. */
export function OwnPushView({ push: { devices, publicKey }, turnOn, remove }: OwnPushProps) {
  return (
    <Section title={t("notifications.push")}>
      <div className="grid max-w-prose gap-4">
        {publicKey === null && <Notice tone="amber">{t("notifications.push.notSetUp")}</Notice>}
        <p className="text-soft text-sm">{t("notifications.push.what")}</p>
        <ul className="divide-y divide-line border-line border-y empty:hidden">
          {devices.map((device) => (
            <li key={device.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
              <span>
                <span className="font-medium">{device.name || t("notifications.push.browser")}</span>{" "}
                <span className="text-soft text-sm">
                  {t("notifications.push.since")} <Moment at={device.createdAt} />
                </span>
              </span>
              {remove(device)}
            </li>
          ))}
        </ul>
        {publicKey !== null && turnOn}
      </div>
    </Section>
  );
}
