"use client";

import { useEffect, useState } from "react";
import { t } from "@/messages/translate";
import { useNotices } from "./notices-context";

const PLACE = {
  // Below the top bar and its menus, at the right: over no bar and no last line.
  box: "pointer-events-none fixed inset-x-2 top-14 z-9 grid justify-items-stretch gap-2 rail:inset-x-auto rail:right-6 rail:w-76 print:hidden",
  // In the terminal's bar, where there is room: never over its screen.
  line: "min-w-0 flex-1 overflow-hidden max-wide:sr-only print:hidden",
} as const;

/** Where what is new appears and is read out. The region is always there; what stands in it is fetched when it is needed. */
export function ArrivingNotices({ as }: { as: keyof typeof PLACE }) {
  const notices = useNotices();
  const [toasts, setToasts] = useState<typeof import("./notice-toasts")>();
  const isNeeded = (notices?.arrived.length ?? 0) > 0 && !toasts;
  const loadWords = notices?.loadWords;

  // The toasts and their sentences; what can't be fetched is still counted at the bell.
  useEffect(() => {
    if (!isNeeded || !loadWords) return;
    Promise.all([import("./notice-toasts"), loadWords()])
      .then(([loaded, hasWords]) => hasWords && setToasts(loaded))
      .catch(() => undefined);
  }, [isNeeded, loadWords]);

  if (!notices) return null;
  return (
    <div role="status" aria-label={t("frame.notices.new")} className={PLACE[as]}>
      {toasts && <toasts.NoticeToasts notices={notices} as={as} most={as === "box" ? 3 : 1} />}
    </div>
  );
}
