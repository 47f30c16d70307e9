import type { Metadata } from "next";
import { PageHead } from "@/components/frame/page-head";
import { OwnMailView } from "@/components/notices/own-mail";
import { OwnPushView } from "@/components/notices/own-push";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { readOwnMail } from "@/lib/inbox/deliveries/choose-mail";
import { readOwnPush } from "@/lib/inbox/devices/own-devices";
import { t } from "@/messages/translate";
import { ChooseMail } from "./choose-mail";
import { RemoveDevice, TurnPushOn } from "./push";

export const generateMetadata = (): Metadata => ({ title: t("notifications.title") });

/** By which ways the reader is told outside the portal. */
export default async function NotificationsPage() {
  const actor = await pageActor();
  const [mail, push] = await pageQuery(Promise.all([readOwnMail(actor), readOwnPush(actor)]));
  const words = {
    turnOn: t("notifications.push.turnOn"),
    unable: t("notifications.push.unable"),
    blocked: t("notifications.push.blocked"),
    failed: t("notifications.push.failed"),
  };
  return (
    <>
      <PageHead title={t("notifications.title")} lead={t("notifications.lead")} />
      <OwnMailView
        mail={mail}
        action={
          <ChooseMail
            isWanted={mail.isWanted}
            label={t(mail.isWanted ? "notifications.mail.turnOff" : "notifications.mail.turnOn")}
          />
        }
      />
      <OwnPushView
        push={push}
        turnOn={push.publicKey && <TurnPushOn publicKey={push.publicKey} words={words} />}
        remove={({ id }) => <RemoveDevice deviceId={id} label={t("notifications.push.remove")} />}
      />
    </>
  );
}
