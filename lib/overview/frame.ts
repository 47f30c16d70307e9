import { reading } from "@/lib/db/client";
import { countInboxByKind } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { findMySessions } from "./store";

/** What the frame of every page shows: what waits, and which sessions of mine are open. */
export interface FrameView {
  /** Each counted to a hundred: more is shown as "99+". */
  waiting: { inbox: number; requests: number; reviews: number };
  sessions: { id: string; nodeName: string; endsAt: Date }[];
}

/** For everybody who is signed in, with or without a role: two short queries, whatever the history. */
export async function readFrame(viewer: PersonActor): Promise<FrameView> {
  const [{ decision, review }, sessions] = await Promise.all([
    countInboxByKind(viewer),
    findMySessions(reading(), viewer.id),
  ]);
  return { waiting: { inbox: decision + review, requests: decision, reviews: review }, sessions };
}
