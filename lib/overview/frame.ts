import { reading } from "@/lib/db/client";
import { countInboxByKind } from "@/lib/inbox/list-inbox";
import { countQuestions } from "@/lib/inbox/notices/store";
import { readWaitingForSecond } from "@/lib/keeping/waiting/read-waiting";
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

/** For everybody who is signed in, with or without a role: a few short queries, whatever the history. */
export async function readFrame(viewer: PersonActor): Promise<FrameView> {
  const [{ decision, review }, questions, keeping, shells, notices] = await Promise.all([
    countInboxByKind(viewer),
    countQuestions(reading(), viewer.id),
    readWaitingForSecond(viewer),
    findMyShells(reading(), viewer.id),
    readNotices(viewer),
  ]);
  const inbox = decision + review + questions + keeping.length;
  return { waiting: { inbox, requests: decision, reviews: review }, shells, notices };
}
