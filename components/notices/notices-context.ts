"use client";

import { usePathname } from "next/navigation";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { NoticeList, NoticeRow } from "@/lib/overview/notices/views";
import { type NoticeCalls, NoticeCenter, type NoticeState } from "./notice-center";
import { countText, pageOf } from "./notice-rules";
import { isSoundOn } from "./sound-choice";

export interface NoticesOptions extends NoticeCalls {
  /** What was unseen when the page was drawn. */
  initial: NoticeList;
  /** What this page shows besides what its address names: a terminal shows its request's access. */
  alsoHere?: readonly string[];
  /** Loads the sentences of notices. @returns whether they are there */
  loadWords: () => Promise<boolean>;
}

/** What the bell, its list and toasts need. */
export interface Notices extends NoticeState {
  see: (noticeIds: readonly string[]) => Promise<void>;
  dismiss: (noticeId: string) => void;
  loadWords: () => Promise<boolean>;
}

export const NoticesContext = createContext<Notices | undefined>(undefined);

/** What the person was told, on this page; undefined where nobody is signed in. */
export function useNotices(): Notices | undefined {
  return useContext(NoticesContext);
}

/**
 * Keeps what the person was told for one page: the bell's count, the tab's title, what is new. What the page itself shows
 * is seen as soon as somebody looks at it.
 * @returns the context's value, and what to call when the live channel says that something was told
 */
export function useNoticeCenter(options: NoticesOptions): { notices: Notices; onTold: () => void } {
  const { initial, read, see, loadWords, alsoHere = [] } = options;
  const [center] = useState(() => new NoticeCenter(initial, { read, see }, (rows) => void ring(rows)));
  const state = useSyncExternalStore(center.subscribe, center.read, center.read);
  const [isLookedAt, setIsLookedAt] = useState(false);
  const pages = [usePathname(), ...alsoHere];
  const isHere = (row: NoticeRow) => isLookedAt && pages.includes(pageOf(row));
  const here = state.list.rows.filter(isHere).map(({ id }) => id);
  const count = countText({ ...state.list, rows: state.list.rows.filter((row) => !isHere(row)) });

  // Whether somebody looks: a page in a hidden tab is not seen.
  useEffect(() => {
    const look = () => setIsLookedAt(!document.hidden);
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);

  // The server is told what was seen by opening its page.
  const seen = here.join(" ");
  useEffect(() => {
    if (seen !== "") void center.see(seen.split(" "));
  }, [center, seen]);

  // The browser's tab; fetched with the first notice.
  const [hasSign, setHasSign] = useState(false);
  useEffect(() => {
    if (count === "" && !hasSign) return;
    setHasSign(true);
    import("./tab-sign").then(({ showInTab }) => showInTab(count)).catch(() => undefined);
  }, [count, hasSign]);

  const notices: Notices = {
    list: { ...state.list, rows: state.list.rows.filter((row) => !isHere(row)) },
    arrived: state.arrived.filter((row) => !isHere(row)),
    see: center.see,
    dismiss: center.dismiss,
    loadWords,
  };
  return { notices, onTold: center.told };
}

async function ring(rows: readonly NoticeRow[]): Promise<void> {
  if (!isSoundOn()) return;
  const isOnPage = (row: NoticeRow) => !document.hidden && location.pathname === pageOf(row);
  const heard = rows.filter((row) => !isOnPage(row)).map(({ id }) => id);
  if (heard.length === 0) return;
  try {
    await (await import("./sound")).soundFor(heard);
  } catch {
    // Without sound there are still the title, the bell and the toast.
  }
}
