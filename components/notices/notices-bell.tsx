"use client";

import { Bell } from "lucide-react";
import { useState } from "react";
import { cx } from "@/components/ui/cx";
import { Menu } from "@/components/ui/overlay/menu";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { t } from "@/messages/translate";
import { countText } from "./notice-rules";
import { useNotices } from "./notices-context";

/**
 * How much is new, and the list of it.
 * @param isCalm there only while something is new, where there is no room for more
 */
export function NoticesBell({ isCalm = false }: { isCalm?: boolean }) {
  const notices = useNotices();
  const panel = useOnDemand(() => import("./notice-panel"));
  const [problem, setProblem] = useState<string>();
  if (!notices) return null;
  const { list, arrived, dismiss, loadWords } = notices;
  const count = countText(list);
  const open = async () => {
    // They stand in the list.
    for (const { id } of arrived) dismiss(id);
    const areThere = await Promise.all([panel.fetch(), loadWords()]);
    setProblem(areThere.every(Boolean) ? undefined : t("pages.unreachable"));
  };
  return (
    <span className={cx("inline-flex", isCalm && count === "" && "max-rail:hidden")}>
      <Menu
        label={
          list.rows.length === 0 ? t("frame.notices") : t("frame.notices.count", { count: list.rows.length })
        }
        as="bare"
        className="w-96 max-sm:fixed max-sm:inset-x-2 max-sm:top-12 max-sm:w-auto max-sm:max-w-none"
        onOpen={() => void open()}
        trigger={
          <span className="relative inline-flex text-soft">
            <Bell aria-hidden className="size-4" />
            {count !== "" && (
              <span
                aria-hidden
                data-unseen
                className="absolute -top-2 left-2 inline-flex h-3.5 min-w-3.5 items-center justify-center rounded-full bg-primary px-0.5 font-semibold text-[0.625rem] text-on-primary tabular-nums"
              >
                {count}
              </span>
            )}
          </span>
        }
      >
        {problem !== undefined && (
          <p role="alert" className="p-2 text-red text-sm">
            {problem}
          </p>
        )}
        {problem === undefined && panel.loaded && <panel.loaded.NoticePanel notices={notices} />}
      </Menu>
    </span>
  );
}
