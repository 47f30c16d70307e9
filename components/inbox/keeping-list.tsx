import { CalendarClock, Keyboard, Lock, Trash2 } from "lucide-react";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import type { WaitingForSecond } from "@/lib/keeping/waiting/views";
import { t, wordFor } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

const ICON = {
  deletion: Trash2,
  lifting: Lock,
  opening: Keyboard,
  rule: CalendarClock,
} as const satisfies Record<WaitingForSecond["kind"], typeof Lock>;

/** What waits for the reader as the second person: deletions, liftings of holds, openings of keystrokes, rules of retention. */
export function KeepingList({ items, label }: { items: readonly WaitingForSecond[]; label: string }) {
  if (items.length === 0) return null;
  return (
    <ul aria-label={label}>
      {items.map((item) => {
        const Icon = ICON[item.kind];
        const sentence = sentenceOf(item);
        return (
          <li
            key={item.id}
            className="flex flex-wrap items-start gap-x-3 gap-y-2 border-line border-b py-3 sm:flex-nowrap"
          >
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-amber" />
            <div className="grid min-w-0 flex-1 gap-0.5">
              <bdi className="font-medium [overflow-wrap:anywhere]">{sentence}</bdi>
              <p className="line-clamp-2 max-w-prose [overflow-wrap:anywhere]">
                <bdi>{item.reason}</bdi>
              </p>
              <p className="text-soft text-sm">
                {t("home.keeping.until", { until: formatUtc(item.expiresAt, "minutes") })}
              </p>
            </div>
            <Link
              href={item.sessionId === null ? "/retention" : `/sessions/${item.sessionId}`}
              aria-label={t("home.keeping.review.on", { sentence })}
              className={buttonClass()}
            >
              {t("home.keeping.review")}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function sentenceOf(item: WaitingForSecond): string {
  const person = item.askedByName;
  if (item.kind !== "rule")
    return t(`home.keeping.${item.kind}`, {
      ...{ person, owner: item.ownerName ?? t("session.imported.person"), node: item.nodeName ?? "" },
    });
  const protection = wordFor("node.protection", item.protection ?? "");
  return item.days === null
    ? t("home.keeping.rule.always", { person, class: protection })
    : t("home.keeping.rule", { person, class: protection, days: item.days });
}
