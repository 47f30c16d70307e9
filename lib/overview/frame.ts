import { reading } from "@/lib/db/client";
import { countInboxByKind } from "@/lib/inbox/list-inbox";
import { countQuestions } from "@/lib/inbox/notices/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { readNotices } from "./notices/read-notices";
import type { NoticeList } from "./notices/views";
import { findMyShells } from "./store";
import type { OpenShell } from "./views";

/** What the frame of every page shows: what waits, what I was told, and which shells of mine are open. */
export interface FrameView {
  /** Each counted to a hundred: more is shown as "99+". */
  waiting: { inbox: number; requests: number; reviews: number };
  shells: OpenShell[];
  notices: NoticeList;
}

/** For everybody who is signed in, with or without a role: four short queries, whatever the history. */
export async function readFrame(viewer: PersonActor): Promise<FrameView> {
  const [{ decision, review }, questions, shells, notices] = await Promise.all([
    countInboxByKind(viewer),
    countQuestions(reading(), viewer.id),
    findMyShells(reading(), viewer.id),
    readNotices(viewer),
  ]);
  const waiting = { inbox: decision + review + questions, requests: decision, reviews: review };
  return { waiting, shells, notices };
}
