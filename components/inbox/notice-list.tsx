import { hrefOf } from "@/components/notices/notice-rules";
import { NOTICE_SIGN, noticeText } from "@/components/notices/notice-text";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { StorySection } from "@/components/ui/layout/story";
import { Time } from "@/components/ui/time/time";
import { TONE_TEXT } from "@/components/ui/tone";
import type { NoticeRow } from "@/lib/overview/notices/views";
import { t } from "@/messages/translate";

/** What people write to the reader, and what waits for them as the second person, stands below, with more of it. */
const SAID_BELOW: readonly NoticeRow["kind"][] = [
  ...(["question", "answer", "comment"] as const),
  ...(["deletion-asked", "lifting-asked", "opening-asked", "retention-proposed"] as const),
];

/** What the reader was told and has not seen, but for what the inbox says by itself. */
export function NoticeList({ notices }: { notices: readonly NoticeRow[] }) {
  const rows = notices.filter(({ kind }) => !SAID_BELOW.includes(kind));
  if (rows.length === 0) return null;
  return (
    <StorySection title={t("inbox.notices")} count={rows.length} className="max-w-4xl">
      <ul aria-label={t("inbox.notices")}>
        {rows.map((row) => {
          const { tone, icon: Icon } = NOTICE_SIGN[row.kind];
          const sentence = noticeText(row);
          return (
            <li key={row.id} className="flex items-center gap-3 border-line border-b py-2">
              <Icon aria-hidden className={cx("size-4 shrink-0", TONE_TEXT[tone])} />
              <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-0.5">
                <bdi className="[overflow-wrap:anywhere]">{sentence}</bdi>
                <span className="text-faint text-sm">
                  <Time at={row.at} />
                </span>
              </span>
              <Link
                href={hrefOf(row)}
                aria-label={t("notice.view.on", { sentence })}
                className={buttonClass()}
              >
                {t("notice.view")}
              </Link>
            </li>
          );
        })}
      </ul>
    </StorySection>
  );
}
