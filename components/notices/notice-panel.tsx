"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { Time } from "@/components/ui/time/time";
import { TONE_TEXT } from "@/components/ui/tone";
import { t } from "@/messages/translate";
import { hrefOf } from "./notice-rules";
import { NOTICE_SIGN, noticeText } from "./notice-text";
import type { Notices } from "./notices-context";
import { playTone } from "./sound";
import { isSoundOn, keepSound } from "./sound-choice";

/** The bell's list: each line a sentence that leads to its page. */
export function NoticePanel({ notices }: { notices: Notices }) {
  const { list, see } = notices;
  const { rows, hasMore } = list;
  return (
    <div className="grid">
      {rows.length === 0 ? (
        <p className="px-2 py-3 text-soft text-sm">{t("notice.none")}</p>
      ) : (
        <ul aria-label={t("frame.notices.new")} className="max-h-[60dvh] overflow-y-auto">
          {rows.map((row) => {
            const { tone, icon: Icon } = NOTICE_SIGN[row.kind];
            return (
              <li key={row.id}>
                <Link
                  href={hrefOf(row)}
                  onClick={(event) => {
                    event.currentTarget.closest("details")?.removeAttribute("open");
                    void see([row.id]);
                  }}
                  className="flex min-h-11 items-start gap-2.5 rounded-md px-2 py-2 text-sm hover:bg-hover sm:min-h-9"
                >
                  <Icon aria-hidden className={cx("mt-0.5 size-4 shrink-0", TONE_TEXT[tone])} />
                  <span className="grid min-w-0 gap-0.5">
                    <bdi className="[overflow-wrap:anywhere]">{noticeText(row)}</bdi>
                    <span className="text-faint text-xs">
                      <Time at={row.at} />
                    </span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
      {hasMore && <p className="px-2 pb-2 text-faint text-xs">{t("notice.more", { count: rows.length })}</p>}
      <div className="mt-1 flex flex-wrap items-center justify-between gap-2 border-line border-t px-2 pt-2 pb-1">
        <SoundSwitch />
        {rows.length > 0 && (
          <Button size="small" onClick={() => void see(rows.map(({ id }) => id))}>
            {t("notice.seeAll")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Off until somebody wishes it; switched on, it is heard at once. */
function SoundSwitch() {
  const [isOn, setIsOn] = useState(isSoundOn);
  const id = useId();
  return (
    <label htmlFor={id} className="flex min-h-11 cursor-pointer items-center gap-2 text-sm sm:min-h-7.5">
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        onChange={({ currentTarget: { checked } }) => {
          setIsOn(checked);
          keepSound(checked);
          if (checked) void playTone();
        }}
        className="size-4 accent-(--primary)"
      />
      {t("notice.sound")}
    </label>
  );
}
