"use client";

import { useState } from "react";
import { Toast } from "@/components/ui/toast";
import { t } from "@/messages/translate";
import { hrefOf } from "./notice-rules";
import { NOTICE_SIGN, noticeText } from "./notice-text";
import type { Notices } from "./notices-context";

interface NoticeToastsProps {
  notices: Notices;
  as: "box" | "line";
  /** So many at once: of the others the bell tells. */
  most: number;
}

/** What is new, the newest on top. */
export function NoticeToasts({ notices, as, most }: NoticeToastsProps) {
  const { arrived, see, dismiss } = notices;
  return arrived
    .slice(0, most)
    .map((row) => <NoticeToast key={row.id} row={row} as={as} see={see} dismiss={dismiss} />);
}

function NoticeToast({
  row,
  as,
  see,
  dismiss,
}: Pick<Notices, "see" | "dismiss"> & { row: Notices["arrived"][number]; as: "box" | "line" }) {
  const sentence = noticeText(row);
  const [onDismiss] = useState(() => () => dismiss(row.id));
  return (
    <Toast
      {...NOTICE_SIGN[row.kind]}
      as={as}
      text={sentence}
      action={{ href: hrefOf(row), label: t("notice.view"), title: t("notice.view.on", { sentence }) }}
      dismissLabel={t("notice.dismiss")}
      onAction={() => void see([row.id])}
      onDismiss={onDismiss}
    />
  );
}
