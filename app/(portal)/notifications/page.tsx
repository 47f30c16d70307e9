import type { Metadata } from "next";
import { PageHead } from "@/components/frame/page-head";
import { OwnMailView } from "@/components/notices/own-mail";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { readOwnMail } from "@/lib/inbox/deliveries/choose-mail";
import { t } from "@/messages/translate";
import { ChooseMail } from "./choose-mail";

export const generateMetadata = (): Metadata => ({ title: t("notifications.title") });

/** By which ways the reader is told outside the portal. */
export default async function NotificationsPage() {
  const mail = await pageQuery(readOwnMail(await pageActor()));
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
    </>
  );
}
