import { Notice } from "@/components/ui/notice";
import { Moment } from "@/components/ui/time/moment";
import type { ChannelView } from "@/lib/deliveries/views";
import { t } from "@/messages/translate";

/** The ways by which people are told outside the portal, and since when one of them doesn't work. */
export function Channels({ channels }: { channels: readonly ChannelView[] }) {
  const hasMail = channels.some(({ kind }) => kind === "mail");
  return (
    <div className="grid gap-3 pt-3">
      {!hasMail && <Notice tone="amber">{t("settings.channels.noMail")}</Notice>}
      <ul className="divide-y divide-line border-line border-y empty:hidden">
        {channels.map((channel) => (
          <li
            key={channel.name}
            className="grid gap-x-6 gap-y-1 px-2 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]"
          >
            <span className="font-medium [overflow-wrap:anywhere]">
              {channel.kind === "webhook" ? channel.name : t(`delivery.way.${channel.kind}`)}
            </span>
            <Health channel={channel} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Health({ channel: { failingSince, failure, deliveredAt, waiting } }: { channel: ChannelView }) {
  if (failingSince === null)
    return (
      <span className="text-soft">
        {deliveredAt === null ? (
          t("settings.channels.unused")
        ) : (
          <>
            {t("settings.channels.delivered")} <Moment at={deliveredAt} />
          </>
        )}
      </span>
    );
  return (
    <Notice tone="red" role="alert">
      <p>
        {t("settings.channels.failing")} <Moment at={failingSince} /> ·{" "}
        {t("settings.channels.waiting", { count: waiting })}
      </p>
      {failure !== null && <bdi className="font-mono text-xs [overflow-wrap:anywhere]">{failure}</bdi>}
    </Notice>
  );
}
