"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect } from "react";
import { keepLanguage, keepsLanguage } from "@/app/client/language";
import { NOTICE_CALLS } from "@/app/client/notices";
import { act } from "@/app/client/post";
import { searchPortal } from "@/app/client/search";
import { AppShell, type AppShellProps } from "@/components/frame/app-shell";
import { LiveUpdates } from "@/components/live/live-updates";
import { NoticesContext, useNoticeCenter } from "@/components/notices/notices-context";
import type { NoticeList } from "@/lib/overview/notices/views";
import type { Language } from "@/messages/language";

type Buttons = "onGo" | "onSearch" | "onLanguage" | "onSignOut" | "onEndSession";

interface FrameProps extends Omit<AppShellProps, "live" | Buttons> {
  /** Where the gateway tells that something has changed. */
  liveAddress: string;
  /** What this person was told and has not seen. */
  notices: NoticeList;
}

/** The frame with what its buttons do. */
export function Frame({ liveAddress, notices: initial, ...props }: FrameProps) {
  const router = useRouter();
  const { notices, onTold } = useNoticeCenter({ initial, ...NOTICE_CALLS });
  const { language } = props.me;

  // The browser's cookie jar: what is answered before anybody is known speaks as the person chose elsewhere.
  useEffect(() => {
    if (language !== null && !keepsLanguage(language)) keepLanguage(language);
  }, [language]);

  const go = useCallback((href: string) => router.push(href), [router]);
  const signOut = async () => {
    await act("/api/sign-in/end", {});
    // A full load: nothing of this person stays in the page's memory.
    window.location.assign("/sign-in");
  };
  // A full load: the words of a language come with the page.
  const speak = (chosen: Language | null) =>
    act("/api/people/language", { language: chosen }, () => window.location.reload());
  return (
    <NoticesContext value={notices}>
      <AppShell
        {...props}
        live={<LiveUpdates address={liveAddress} onTold={onTold} />}
        onGo={go}
        onSearch={searchPortal}
        onLanguage={speak}
        onSignOut={() => void signOut()}
        onEndSession={(sessionId) => act("/api/sessions/end", { sessionId }, () => router.refresh())}
      />
    </NoticesContext>
  );
}
