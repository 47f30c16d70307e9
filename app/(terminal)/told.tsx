"use client";

import type { ReactNode } from "react";
import { NOTICE_CALLS } from "@/app/client/notices";
import { ToldChannel } from "@/components/live/told-channel";
import { NoticesContext, useNoticeCenter } from "@/components/notices/notices-context";
import type { NoticeList } from "@/lib/overview/notices/views";

interface ToldProps {
  liveAddress: string;
  /** What this person was told and has not seen. */
  notices: NoticeList;
  /** The page of the request whose access this is: the terminal says itself when that ends. */
  requestHref: string | undefined;
  children: ReactNode;
}

/** What a person is told while they are at a terminal: the bell and one line in its bar, nothing over its screen. */
export function Told({ liveAddress, notices: initial, requestHref, children }: ToldProps) {
  const alsoHere = requestHref === undefined ? [] : [requestHref];
  const { notices, onTold } = useNoticeCenter({ initial, alsoHere, ...NOTICE_CALLS });
  return (
    <NoticesContext value={notices}>
      {children}
      <ToldChannel address={liveAddress} onTold={onTold} />
    </NoticesContext>
  );
}
