import { ChevronRight, ChevronsLeft } from "lucide-react";
import Link from "next/link";
import { t } from "@/messages/translate";
import { buttonClass } from "./button-class";

interface PagerProps {
  /** How many rows this page shows, in words: "50 sessions, newest first". */
  summary: string;
  firstHref?: string | undefined;
  nextHref?: string | undefined;
}

/** Says what part of a list this is, and leads on; no list ends silently. */
export function Pager({ summary, firstHref, nextHref }: PagerProps) {
  return (
    <nav
      aria-label={summary}
      className="flex flex-wrap items-center justify-between gap-2 py-2 text-soft text-sm"
    >
      <span>{summary}</span>
      <span className="flex gap-2">
        {firstHref !== undefined && (
          <Link href={firstHref} className={buttonClass("secondary", "small")}>
            <ChevronsLeft aria-hidden className="size-4" />
            {t("action.first")}
          </Link>
        )}
        {nextHref !== undefined && (
          <Link href={nextHref} rel="next" className={buttonClass("secondary", "small")}>
            {t("action.next")}
            <ChevronRight aria-hidden className="size-4" />
          </Link>
        )}
      </span>
    </nav>
  );
}
