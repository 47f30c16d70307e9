"use client";

import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/controls/button";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Notice } from "@/components/ui/notice";
import type { NotCovered, SearchAnswer } from "@/lib/overview/recording-search/views";
import { t } from "@/messages/translate";
import { formatList, formatUtc } from "@/messages/values";
import { problemText, troubleText } from "../source/problem-text";
import { useRecordingSearch } from "./use-recording-search";

/** Most searches begin with a page that has none yet. */
const SearchHits = lazy(async () => ({ default: (await import("./search-hits")).SearchHits }));

interface RecordingSearchProps {
  /** Of the gateway. */
  origin: string;
  /** The search's address there. */
  ask: string;
  /** Address of the same search in one session, without its id; null when it is in one. */
  inSession: string | null;
}

/** What a search of recordings found, by session, and what it could not look at. */
export function RecordingSearch({ origin, ask, inSession }: RecordingSearchProps) {
  const { pages, isSearching, trouble, problem, onMore, onRetry, onAgain } = useRecordingSearch(origin, ask);
  const hits = pages.flatMap((page) => page.hits);
  const last = pages.at(-1);
  const counted = pages[0]?.notCovered;
  const notCovered = counted ? notCoveredText(counted) : undefined;
  if (problem && pages.length === 0)
    return (
      <EmptyState
        kind="failed"
        title={t("search.failed")}
        code={problem.code}
        requestId={problem.requestId}
        action={<Button onClick={onRetry}>{t("search.retry")}</Button>}
      >
        {problem.code !== "INTERNAL" && problemText(problem)}
      </EmptyState>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p role="status" className="flex min-h-5 flex-wrap gap-x-3 px-1 text-faint text-sm">
        {trouble ? troubleText(trouble) : statusOf(pages, isSearching)}
        {hits.length > 0 && <span>{t("search.order")}</span>}
      </p>
      {notCovered !== undefined && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-sm text-soft">
          {notCovered}
          {counted && counted.pending > 0 && (
            <Button size="small" onClick={onAgain} isBusy={isSearching}>
              {t("search.again")}
            </Button>
          )}
        </p>
      )}
      {hits.length > 0 && (
        <Suspense>
          <SearchHits hits={hits} sessions={pages.flatMap((page) => page.sessions)} inSession={inSession} />
        </Suspense>
      )}
      {hits.length === 0 && last && !isSearching && (
        <EmptyState
          kind="no-match"
          title={t(last.next === null ? "search.no-match" : "search.no-match.so-far")}
        >
          {t("search.no-match.hint")}
        </EmptyState>
      )}
      {problem && pages.length > 0 && (
        <Notice tone="red" role="alert">
          {t("search.failed")} {problem.code !== "INTERNAL" && problemText(problem)} {problem.code}{" "}
          {problem.requestId}
        </Notice>
      )}
      {last && last.next !== null && (
        <div className="flex flex-wrap items-center gap-3 px-1">
          <Button onClick={problem ? onRetry : onMore} isBusy={isSearching}>
            {t(last.isStopped ? "search.further" : "search.more")}
          </Button>
          {last.isStopped && last.searchedBackTo !== null && (
            <span className="text-sm text-soft">
              {t("search.back-to", { time: formatUtc(new Date(last.searchedBackTo), "minutes") })}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

function statusOf(pages: readonly SearchAnswer[], isSearching: boolean): string {
  const hits = pages.reduce((sum, page) => sum + page.hits.length, 0);
  if (isSearching && hits === 0) return t("search.searching");
  if (hits === 0) return "";
  const sessions = new Set(pages.flatMap((page) => page.sessions.map(({ id }) => id))).size;
  const isAll = pages.at(-1)?.next === null;
  return t(isAll ? "search.count" : "search.count.more", { hits, sessions });
}

/** undefined: everything can be found. */
function notCoveredText({ pending, failed, withoutRecording, deleted }: NotCovered): string | undefined {
  const parts = [
    ...(pending > 0 ? [t("search.not-covered.pending", { count: pending })] : []),
    ...(failed > 0 ? [t("search.not-covered.failed", { count: failed })] : []),
    ...(withoutRecording > 0 ? [t("search.not-covered.bare", { count: withoutRecording })] : []),
    ...(deleted > 0 ? [t("search.not-covered.deleted", { count: deleted })] : []),
  ];
  return parts.length === 0 ? undefined : t("search.not-covered", { what: formatList(parts) });
}
