import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time/time";
import type { OnCallFeedState } from "@/lib/people/on-call/views";
import { t } from "@/messages/translate";

/** From where it is known who is on call, how old that is, and what is wrong with it. */
export function OnCallFeeds({ feeds }: { feeds: readonly OnCallFeedState[] }) {
  if (feeds.length === 0) return <p className="max-w-prose text-soft">{t("settings.onCall.none")}</p>;
  return (
    <ul aria-label={t("settings.onCall")} className="divide-y divide-line border-line border-y">
      {feeds.map(({ name, group, source, readAt, failure }) => (
        <li key={name} className="grid gap-x-6 gap-y-1 px-2 py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <bdi className="break-all font-mono text-xs leading-5">{group}</bdi>
          <div className="grid min-w-0 gap-1">
            <span className="text-soft">
              <bdi className="break-all text-ink">{source}</bdi> ({name}),{" "}
              {readAt === null ? (
                t("settings.onCall.never")
              ) : (
                <>
                  {t("settings.onCall.read")} <Time at={readAt} as="both" />
                </>
              )}
            </span>
            {failure !== null && (
              <Notice tone="amber">
                {t("settings.onCall.failed")} <bdi className="[overflow-wrap:anywhere]">{failure}</bdi>
              </Notice>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
