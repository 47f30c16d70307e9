import type { ReactNode } from "react";
import { Facts } from "@/components/ui/layout/facts";
import { Notice } from "@/components/ui/notice";
import type { OwnMail } from "@/lib/inbox/deliveries/views";
import { t } from "@/messages/translate";

/** Whether the reader gets mail, and where. */
export function OwnMailView({ mail, action }: { mail: OwnMail; action: ReactNode }) {
  const { isWanted, address, isSetUp } = mail;
  return (
    <section aria-label={t("notifications.mail")} className="grid max-w-prose gap-4">
      {!isSetUp && <Notice tone="amber">{t("notifications.mail.notSetUp")}</Notice>}
      {isSetUp && isWanted && address === null && (
        <Notice tone="amber">{t("notifications.mail.noAddress")}</Notice>
      )}
      <Facts
        facts={[
          {
            label: t("notifications.mail"),
            value: t(isWanted ? "notifications.mail.on" : "notifications.mail.off"),
          },
          {
            label: t("notifications.mail.address"),
            value: <bdi className="[overflow-wrap:anywhere]">{address ?? t("notifications.mail.none")}</bdi>,
          },
        ]}
      />
      <p className="text-soft text-sm">{t("notifications.mail.what")}</p>
      {action}
    </section>
  );
}
