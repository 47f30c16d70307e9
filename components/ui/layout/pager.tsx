import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import Link from "@/components/ui/controls/link";
import { t } from "@/messages/translate";
import { buttonClass } from "../controls/button-class";
import { cx } from "../cx";

interface PagerProps {
  /** What this part of the list is, in words: "50 rows; there are more". */
  summary: string;
  firstHref?: string | undefined;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
}

const LINK = cx(buttonClass("secondary", "small"), "min-h-10 px-3 sm:min-h-8 sm:px-2");

/** Says what part of a list this is, and leads on and back; no list ends silently. */
export function Pager({ summary, firstHref, previousHref, nextHref }: PagerProps) {
  return (
    <nav
      aria-label={t("lists.pages")}
      className="flex flex-wrap items-center justify-between gap-2 py-2 text-soft text-sm"
    >
      <span>{summary}</span>
      <span className="flex flex-wrap gap-2">
        {firstHref !== undefined && (
          <Link href={firstHref} className={LINK}>
            <ChevronsLeft aria-hidden className="size-4" />
            {t("action.first")}
          </Link>
        )}
        {previousHref !== undefined && (
          <Link href={previousHref} rel="prev" className={LINK}>
            <ChevronLeft aria-hidden className="size-4" />
            {t("lists.previous")}
          </Link>
        )}
        {nextHref !== undefined && (
          <Link href={nextHref} rel="next" className={LINK}>
            {t("action.next")}
            <ChevronRight aria-hidden className="size-4" />
          </Link>
        )}
      </span>
    </nav>
  );
}
