"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { Dialog } from "@/components/ui/overlay/dialog";
import { t } from "@/messages/translate";
import { type NavId, type NavItem, splitForPhone } from "./navigation";
import { WaitingCount, type WaitingCounts } from "./waiting-count";

interface BottomBarProps {
  items: readonly NavItem[];
  waiting: WaitingCounts;
  here: NavId | undefined;
}

const PLACE =
  "relative flex min-h-14 min-w-0 cursor-pointer flex-col items-center justify-center gap-0.5 font-medium text-[0.6875rem]";

/** The parts of the portal at the bottom of a phone: the first few, and a sheet with the others. */
export function BottomBar({ items, waiting, here }: BottomBarProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { bar, more } = splitForPhone(items);
  const isInMore = more.some(({ id }) => id === here);
  const waitingInMore = more.reduce((sum, { id }) => sum + (waiting[id] ?? 0), 0);
  return (
    <>
      <nav
        aria-label={t("nav.main")}
        className="fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] [body:has([data-decision-bar])_&]:hidden rail:hidden print:hidden"
      >
        {bar.map((item) => (
          <Link
            key={item.id}
            href={item.href}
            aria-current={item.id === here ? "page" : undefined}
            className={cx(PLACE, item.id === here ? "text-ink" : "text-faint")}
          >
            <item.icon aria-hidden className="size-5" />
            {item.label}
            <WaitingCount count={waiting[item.id]} as="tab" />
          </Link>
        ))}
        {more.length > 0 && (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => setIsOpen(true)}
            className={cx(PLACE, isInMore ? "text-ink" : "text-faint")}
          >
            <Ellipsis aria-hidden className="size-5" />
            {t("nav.more")}
            <WaitingCount count={waitingInMore} as="tab" />
          </button>
        )}
      </nav>
      <Dialog isOpen={isOpen} title={t("nav.more")} onClose={() => setIsOpen(false)}>
        <ul className="-mx-2 grid gap-0.5">
          {more.map((item) => (
            <li key={item.id}>
              <Link
                href={item.href}
                onClick={() => setIsOpen(false)}
                aria-current={item.id === here ? "page" : undefined}
                className={cx(
                  "flex min-h-11 items-center gap-3 rounded-md px-2 font-medium",
                  item.id === here ? "bg-selected text-ink" : "text-soft",
                )}
              >
                <item.icon aria-hidden className="size-5" />
                {item.label}
                <WaitingCount count={waiting[item.id]} as="row" />
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
